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
