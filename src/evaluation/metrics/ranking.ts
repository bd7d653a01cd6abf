import type { Judged } from './calibration.js';

/**
 * The area under the ROC curve: the probability that a positive scores above a negative, where ties
 * count half.
 *
 * @returns `undefined` without positives or without negatives
 * @see Mann and Whitney 1947
 */
export function areaUnderRoc(
  positives: readonly number[],
  negatives: readonly number[],
): number | undefined {
  if (positives.length === 0 || negatives.length === 0) return undefined;
  const ordered = [...negatives].sort((a, b) => a - b);
  let wins = 0;
  for (const score of positives)
    wins +=
      countUntil(ordered, (each) => each < score) + countUntil(ordered, (each) => each <= score);
  return wins / (2 * positives.length * negatives.length);
}

/** How many values at the beginning of a sorted list fulfil a condition, by bisection. */
function countUntil(sorted: readonly number[], holds: (value: number) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(sorted[middle] ?? Infinity)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A point of the curve of risk against coverage. */
export type RiskPoint = {
  /** The lowest probability that is accepted. */
  readonly threshold: number;
  /** Share of the clips whose result is accepted. */
  readonly coverage: number;
  /** Share of wrong results among those that are accepted. */
  readonly risk: number;
};

/**
 * The share of wrong results if only results above a probability are accepted, for each probability
 * that occurs, from the highest to the lowest.
 */
export function riskCoverage(judged: readonly Judged[]): RiskPoint[] {
  const sorted = [...judged].sort((a, b) => b.confidence - a.confidence);
  const points: RiskPoint[] = [];
  let wrong = 0;
  for (const [at, { confidence, isRight }] of sorted.entries()) {
    if (!isRight) wrong++;
    // Results with the same probability are accepted together.
    if (sorted[at + 1]?.confidence === confidence) continue;
    const accepted = at + 1;
    points.push({
      threshold: confidence,
      coverage: accepted / sorted.length,
      risk: wrong / accepted,
    });
  }
  return points;
}

/** The mean risk over all coverages; 0 is best. */
export function areaUnderRisk(points: readonly RiskPoint[]): number {
  let area = 0;
  let before = 0;
  for (const { coverage, risk } of points) {
    area += risk * (coverage - before);
    before = coverage;
  }
  return area;
}
