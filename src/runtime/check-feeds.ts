import type { Feeds } from './session.js';

/**
 * Checks that feeds are exactly the inputs of a graph and that their shapes fit their lengths.
 *
 * @throws RangeError that names what is wrong
 */
export function checkFeeds(feeds: Feeds, inputs: readonly string[]): void {
  for (const name of inputs) {
    if (!Object.hasOwn(feeds, name)) {
      throw new RangeError(`The graph needs an input "${name}". Feed ${inputs.join(', ')}.`);
    }
  }
  for (const [name, { data, shape }] of Object.entries(feeds)) {
    if (!inputs.includes(name)) {
      throw new RangeError(`The graph has no input "${name}". Feed ${inputs.join(', ')}.`);
    }
    const elements = shape.reduce((product, size) => product * size, 1);
    if (elements !== data.length) {
      throw new RangeError(
        `Input "${name}" of shape [${shape.join(', ')}] needs ${elements} elements, got ${data.length}.`,
      );
    }
  }
}

/**
 * Checks that a graph has the outputs that are asked for.
 *
 * @throws RangeError that names the first one that it lacks
 */
export function checkOutputs(names: readonly string[], outputs: readonly string[]): void {
  const unknown = names.find((name) => !outputs.includes(name));
  if (unknown === undefined) return;
  throw new RangeError(`The graph has no output "${unknown}". Ask for ${outputs.join(', ')}.`);
}
