/** Seconds of a usual part of speech. */
const PART_SECONDS = 5;

/**
 * Before anything is known about a voice, its parts of 5 s are assumed to differ by one calibrated
 * logit, and this assumption counts as much as two parts.
 */
const ASSUMED_VARIANCE = 1;
const ASSUMED_PARTS = 2;

/** A part of a voice as the relative head sees it. */
export type ProjectedPart = {
  /** Seconds of speech. */
  readonly seconds: number;
  /** Its weight in the mean, in seconds. */
  readonly weight: number;
  /** Its calibrated logits minus their mean, `[classes]`. */
  readonly projection: readonly number[];
};

/**
 * How well the mean of a voice is known, 0 to 1. It depends on the amount of speech and on how much the
 * parts differ, both as far as they change the logits:
 *
 *     n  = Σ weight / 5 s                                   usual parts that count
 *     v  = (Σ weight / 5 s · d² · seconds / 5 s + 2) / (n + 2)   variance of a part of 5 s
 *     reliability = 1 / (1 + v / n)
 *
 * where d² is the mean over the classes of the squared difference of a part's logits from those of the
 * mean, and the 2 stand for two assumed parts with a variance of 1. `v / n` is the squared standard
 * error of the logits that the baseline contributes: a reliability of 0.5 means an error of one logit.
 */
export function reliabilityOf(parts: readonly ProjectedPart[]): number {
  const mean = meanProjection(parts);
  let count = 0;
  let variance = ASSUMED_PARTS * ASSUMED_VARIANCE;
  for (const { seconds, weight, projection } of parts) {
    const squares = projection.reduce((sum, x, at) => sum + (x - (mean[at] ?? 0)) ** 2, 0);
    const share = weight / PART_SECONDS;
    count += share;
    variance += share * (squares / projection.length) * (seconds / PART_SECONDS);
  }
  return 1 / (1 + variance / (count + ASSUMED_PARTS) / count);
}

function meanProjection(parts: readonly ProjectedPart[]): number[] {
  const total = parts.reduce((sum, { weight }) => sum + weight, 0);
  return (parts[0]?.projection ?? []).map(
    (_, at) =>
      parts.reduce((sum, { weight, projection }) => sum + weight * (projection[at] ?? 0), 0) /
      total,
  );
}
