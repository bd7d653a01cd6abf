/** How results agree with several people who heard each clip. */
export type SoftFigures = {
  readonly clips: number;
  /** Mean share of the votes that the label of the result received. */
  readonly agreement: number;
  /** Mean cross-entropy of the probabilities under the shares of the votes, in nats. */
  readonly crossEntropy: number;
  /** Mean Jensen-Shannon divergence of the two distributions, in nats, 0 to ln 2. */
  readonly divergence: number;
};

/** The shares of the votes and the probabilities of a clip, both `[classes]` and of sum 1. */
export type SoftClip = {
  readonly votes: readonly number[];
  readonly probabilities: readonly number[];
};

/** Probabilities below this are raised to it, so that no clip alone makes the mean infinite. */
const SMALLEST = 1e-12;

/** Compares probabilities with the votes of several people. */
export function softFigures(clips: readonly SoftClip[]): SoftFigures {
  const mean = (score: (clip: SoftClip) => number) =>
    clips.reduce((total, clip) => total + score(clip), 0) / clips.length;
  return {
    clips: clips.length,
    agreement: mean(({ votes, probabilities }) => votes[indexOfLargest(probabilities)] ?? 0),
    crossEntropy: mean(({ votes, probabilities }) => crossEntropy(votes, probabilities)),
    divergence: mean(jensenShannon),
  };
}

function crossEntropy(shares: readonly number[], probabilities: readonly number[]): number {
  return -shares.reduce(
    (total, share, at) =>
      share > 0 ? total + share * Math.log(Math.max(probabilities[at] ?? 0, SMALLEST)) : total,
    0,
  );
}

function jensenShannon({ votes, probabilities }: SoftClip): number {
  const middle = votes.map((share, at) => (share + (probabilities[at] ?? 0)) / 2);
  const entropy = (shares: readonly number[]) => crossEntropy(shares, shares);
  return entropy(middle) - (entropy(votes) + entropy(probabilities)) / 2;
}

/** The place of the largest value; the first one if several are equal. */
export function indexOfLargest(values: readonly number[]): number {
  return values.reduce((best, value, at) => (value > (values[best] ?? -Infinity) ? at : best), 0);
}
