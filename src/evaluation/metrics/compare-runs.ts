import { accuracy, averageRecall } from './confusion.js';
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

/** The figures of a run that are compared. */
const MEASURES = { accuracy, averageRecall } as const;

type Measure = keyof typeof MEASURES;

/** How often each pair of results occurs for each truth: `[truth, first, second, count]`. */
type Counts = readonly (readonly [truth: number, first: number, second: number, count: number])[];

/**
 * Compares two runs: McNemar's exact test, and a paired bootstrap over speakers, each with all their
 * clips.
 */
export function compareRuns(
  clips: readonly PairedClip[],
  classes: number,
  draws = DRAWS,
): RunComparison {
  const onlyRight = (run: 'first' | 'second', other: 'first' | 'second') =>
    clips.filter((clip) => clip[run] === clip.truth && clip[other] !== clip.truth).length;
  const onlyFirst = onlyRight('first', 'second');
  const onlySecond = onlyRight('second', 'first');
  const groups = groupClips(clips).map((members) =>
    countPairs(members.flatMap((at) => clips[at] ?? [])),
  );
  const random = seededRandom(0);
  const drawn = Array.from({ length: draws }, () =>
    differences(
      groups.flatMap(() => groups[random(groups.length)] ?? []),
      classes,
    ),
  );
  const all = differences(groups.flat(), classes);
  const difference = (measure: Measure): Difference => ({
    value: all[measure],
    interval: percentileInterval(drawn.map((each) => each[measure])),
  });
  return {
    ...{ clips: clips.length, onlyFirst, onlySecond },
    mcnemar: mcnemarExact(onlyFirst, onlySecond),
    accuracy: difference('accuracy'),
    averageRecall: difference('averageRecall'),
  };
}

function countPairs(clips: readonly PairedClip[]): Counts {
  const counts = new Map<string, [number, number, number, number]>();
  for (const { truth, first, second } of clips) {
    const key = `${truth} ${first} ${second}`;
    const found = counts.get(key) ?? [truth, first, second, 0];
    found[3]++;
    counts.set(key, found);
  }
  return [...counts.values()];
}

function differences(counts: Counts, classes: number): Record<Measure, number> {
  const empty = () => Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  const [before, after] = [empty(), empty()];
  for (const [truth, first, second, count] of counts) {
    add(before, truth, first, count);
    add(after, truth, second, count);
  }
  const difference = (measure: Measure) => MEASURES[measure](after) - MEASURES[measure](before);
  return { accuracy: difference('accuracy'), averageRecall: difference('averageRecall') };
}

function add(confusion: number[][], truth: number, result: number, count: number): void {
  const row = confusion[truth];
  if (row) row[result] = (row[result] ?? 0) + count;
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
