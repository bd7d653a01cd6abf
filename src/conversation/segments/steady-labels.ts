import type { JudgedWindow } from '../emotion/judge-windows.js';
import { areNear } from './are-near.js';

/**
 * What a change of the label costs, in seconds of probability. A stretch gets another label than what
 * surrounds it if the label's probability exceeds that of the surrounding one by enough for long
 * enough: twice this cost, e.g. by 0.6 for 2.5 s. This is the hysteresis of the segments. After a
 * longer pause a change costs nothing.
 */
const CHANGE_COST_SECONDS = 0.75;

/**
 * Chooses a label for each window so that the sum of the chosen probabilities, weighted by duration,
 * less the cost of each change is largest: Viterbi's algorithm.
 *
 * @param windows smoothed, of one speaker, in order
 * @returns one index of a label per window
 */
export function steadyLabels(windows: readonly JudgedWindow[]): number[] {
  const classes = windows[0]?.values.length ?? 0;
  const scores = new Float64Array(classes);
  const origins = windows.map((window, at) => {
    const { start, end, values } = window;
    const before = windows[at - 1];
    const best = indexOfLargest(scores);
    const cost = before && areNear(before, window) ? CHANGE_COST_SECONDS : 0;
    const change = (scores[best] ?? 0) - cost;
    const origin = new Uint16Array(classes);
    for (let label = 0; label < classes; label++) {
      const score = scores[label] ?? 0;
      origin[label] = score >= change ? label : best;
      scores[label] = Math.max(score, change) + (end - start) * (values[label] ?? 0);
    }
    return origin;
  });
  let label = indexOfLargest(scores);
  const labels: number[] = [];
  for (const origin of origins.reverse()) {
    labels.push(label);
    label = origin[label] ?? label;
  }
  return labels.reverse();
}

/** The index of the largest value; the first one of several. */
export function indexOfLargest(values: ArrayLike<number>): number {
  let best = 0;
  for (let at = 1; at < values.length; at++) if ((values[at] ?? 0) > (values[best] ?? 0)) best = at;
  return best;
}
