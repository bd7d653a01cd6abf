import { accuracy, averageRecall, countConfusion } from './confusion.js';
import { DRAWS, groupClips, type Interval, percentileInterval } from './bootstrap.js';
import { seededRandom } from './seeded-random.js';

/** The results of two runs for the same clip: class indices, and who speaks. */
export type PairedClip = {
  readonly truth: number;
  readonly first: number;
  readonly second: number;
  readonly speaker?: string | undefined;
};

/** A difference, second run less first, with its 95 % interval. */
export type Difference = { readonly value: number; readonly interval: Interval };

/** How two runs differ on the same clips. */
export type RunComparison = {
  readonly clips: number;
  /** Clips that only the first run classifies rightly. */
  readonly onlyFirst: number;
  /** Clips that only the second run classifies rightly. */
  readonly onlySecond: number;
  /** Two-sided p of McNemar's exact test; it treats clips as independent. */
  readonly mcnemar: number;
  readonly accuracy: Difference;
  readonly averageRecall: Difference;
};

/** Compares two runs: McNemar's exact test, and a paired bootstrap over speakers. */
export function compareRuns(
  clips: readonly PairedClip[],
  classes: number,
  draws = DRAWS,
): RunComparison {
  const rightIn = (run: 'first' | 'second', other: 'first' | 'second') =>
    clips.filter((clip) => clip[run] === clip.truth && clip[other] !== clip.truth).length;
  const onlyFirst = rightIn('first', 'second');
  const onlySecond = rightIn('second', 'first');
  const all = differences(clips, classes);
  const groups = groupClips(clips).map((members) => members.flatMap((at) => clips[at] ?? []));
  const random = seededRandom(0);
  const drawn = Array.from({ length: draws }, () =>
    differences(
      groups.flatMap(() => groups[random(groups.length)] ?? []),
      classes,
    ),
  );
  const difference = (key: keyof typeof all): Difference => ({
    value: all[key],
    interval: percentileInterval(drawn.map((each) => each[key])),
  });
  return {
    ...{ clips: clips.length, onlyFirst, onlySecond },
    mcnemar: mcnemarExact(onlyFirst, onlySecond),
    accuracy: difference('accuracy'),
    averageRecall: difference('averageRecall'),
  };
}

function differences(clips: readonly PairedClip[], classes: number) {
  const truth = clips.map((clip) => clip.truth);
  const confusionOf = (run: 'first' | 'second') =>
    countConfusion(
      truth,
      clips.map((clip) => clip[run]),
      classes,
    );
  const [first, second] = [confusionOf('first'), confusionOf('second')];
  return {
    accuracy: accuracy(second) - accuracy(first),
    averageRecall: averageRecall(second) - averageRecall(first),
  };
}

/**
 * The two-sided p of McNemar's exact test, from the binomial distribution of the clips that only one run
 * classifies rightly.
 *
 * @see McNemar 1947
 */
export function mcnemarExact(onlyFirst: number, onlySecond: number): number {
  const trials = onlyFirst + onlySecond;
  // The logarithm of the probability of k of n, because 2 ** -n underflows for large n.
  let log = -trials * Math.LN2;
  let tail = 0;
  for (let k = 0; k <= Math.min(onlyFirst, onlySecond); k++) {
    tail += Math.exp(log);
    log += Math.log((trials - k) / (k + 1));
  }
  return Math.min(1, 2 * tail);
}
