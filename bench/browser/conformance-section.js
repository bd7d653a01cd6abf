/** The part of the report about what browsers compute beside Node. */
import { table } from '../performance/format.js';

/** @typedef {Awaited<ReturnType<typeof import('./compare-browsers.js').compareBrowsers>>} Compared */

/** @param {Compared} compared */
export function conformanceSection(compared) {
  const present = compared.filter(({ version }) => version !== undefined);
  const missing = compared.filter(({ version }) => version === undefined);
  const names = [...new Set(present.flatMap(({ outcomes }) => outcomes.map(({ name }) => name)))];
  const rows = names.map((name) => {
    const of = present.map(({ outcomes }) => merge(outcomes.filter((each) => each.name === name)));
    const { most = NaN, count = 0 } = of[0] ?? {};
    return [count > 1 ? `${name} (${count})` : name, ...[String(most), ...of.map(cellOf)]];
  });
  return `The largest difference of a number of a result between a browser and Node: embeddings, logits, probabilities, times. Everything else,
e.g. labels and findings, has to be the same. Where another decoder has decoded the recording (ffmpeg in Node), probabilities are
compared.${missing.map(({ name }) => ` There is no ${name} on this machine, so it was not compared.`).join('')}

${table(['', 'at most', ...present.map(({ version }) => version ?? '')], rows)}`;
}

/**
 * What differs too much, in words.
 *
 * @param {Compared} compared
 */
export function problemsOf(compared) {
  return compared.flatMap(({ outcomes }) =>
    outcomes
      .filter((outcome) => !isReached(outcome))
      .map(({ name, problem, largest = NaN }) => `${name}: ${problem ?? largest.toExponential(1)}`),
  );
}

/** @param {{ problem?: string, largest?: number, most: number }} outcome */
function isReached({ problem, largest = NaN, most }) {
  return problem === 'not decoded' || (problem === undefined && largest <= most);
}

/** Several outcomes of one name as one: the worst. */
function merge(outcomes) {
  const worst = outcomes.reduce((a, b) =>
    isReached(a) && (b.largest ?? 0) >= (a.largest ?? 0) ? b : a,
  );
  const wrong = outcomes.find((each) => !isReached(each));
  return { ...(wrong ?? worst), count: outcomes.length };
}

function cellOf(outcome) {
  const { problem, largest } = outcome;
  const words = problem ?? (largest === 0 ? '0' : largest.toExponential(1));
  return isReached(outcome) ? words : `**missed**: ${words.slice(0, 160)}`;
}
