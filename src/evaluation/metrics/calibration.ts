/** Equal bins of the highest probability. */
export const ECE_BINS = 15;

/** A bin of a reliability diagram. */
export type ReliabilityBin = {
  /** Lower end of the bin, 0 to 1. */
  readonly from: number;
  /** Upper end of the bin, 0 to 1. */
  readonly to: number;
  readonly clips: number;
  /** Mean of the highest probabilities; `undefined` without clips. */
  readonly confidence: number | undefined;
  /** Share of right results; `undefined` without clips. */
  readonly accuracy: number | undefined;
};

/** The highest probability of a clip, and whether the result is right. */
export type Judged = { readonly confidence: number; readonly isRight: boolean };

/** Sorts results into equal bins of their highest probability. */
export function reliabilityBins(judged: readonly Judged[], bins = ECE_BINS): ReliabilityBin[] {
  const sums = Array.from({ length: bins }, () => ({ clips: 0, confidence: 0, right: 0 }));
  for (const { confidence, isRight } of judged) {
    const bin = sums[Math.min(Math.floor(confidence * bins), bins - 1)];
    if (!bin) throw new RangeError(`Found the probability ${confidence}, expected 0 to 1.`);
    bin.clips++;
    bin.confidence += confidence;
    if (isRight) bin.right++;
  }
  return sums.map(({ clips, confidence, right }, at) => ({
    from: at / bins,
    to: (at + 1) / bins,
    clips,
    confidence: clips > 0 ? confidence / clips : undefined,
    accuracy: clips > 0 ? right / clips : undefined,
  }));
}

/**
 * The expected calibration error (ECE): the mean difference between the highest probability and the
 * share of right results in equal bins, weighted by the clips in each.
 *
 * @see Guo et al., On Calibration of Modern Neural Networks, 2017
 */
export function calibrationError(judged: readonly Judged[], bins = ECE_BINS): number {
  const parts = reliabilityBins(judged, bins).map(({ clips, confidence = 0, accuracy = 0 }) =>
    Math.abs(clips * (confidence - accuracy)),
  );
  return parts.reduce((total, part) => total + part, 0) / judged.length;
}
