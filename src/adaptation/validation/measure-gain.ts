import { seededRandom } from '../seeded-random.js';

/** Resamples of the bootstrap; with more, the bounds move by less than half a point. */
const RESAMPLES = 2000;
/** With fewer speakers, resampling them says little, and clips are resampled instead. */
const MIN_SPEAKERS = 4;

/** A figure with the bounds of its 95 % interval. */
export type Estimate = { readonly value: number; readonly interval: readonly [number, number] };

/** An example with how right two models are about it, 0 to 1. */
export type JudgedExample = {
  /** The index of its label. */
  readonly label: number;
  readonly speaker: string | undefined;
  readonly before: number;
  readonly after: number;
  /** The quadratic scores of the probabilities of the two models, as {@link quadraticScore}; 0 if there are none. */
  readonly scoreBefore: number;
  readonly scoreAfter: number;
};

/**
 * A score of probabilities that is highest if they are the true ones (Brier, Monthly Weather Review 78,
 * 1950, with the sign of a gain): 1 if the true class has all, lower the more other classes have.
 */
export const quadraticScore = (probabilities: readonly number[], label: number): number =>
  1 - probabilities.reduce((sum, each, at) => sum + (each - Number(at === label)) ** 2, 0) / 2;

/** The unweighted average recall before and after an adaptation. */
export type Gain = {
  readonly before: Estimate;
  readonly after: Estimate;
  readonly gain: Estimate;
  /**
   * The gain of the mean quadratic score of the probabilities, from -1 to 1. It needs far fewer clips than
   * the recall to be certain, because it counts how near to right each result is.
   */
  readonly scoreGain: Estimate;
  /** Share of the resamples in which the adapted model is better, 0 to 1. */
  readonly confidence: number;
  /** What was resampled. */
  readonly resampled: 'speakers' | 'clips';
};

/**
 * Measures the unweighted average recall of two models on the same examples, with 95 % intervals by the
 * bootstrap (Efron and Tibshirani, An Introduction to the Bootstrap, chapter 13): over speakers if there
 * are at least four, otherwise over the clips of each class.
 */
export function measureGain(examples: readonly JudgedExample[]): Gain {
  const groups = groupExamples(examples);
  const random = seededRandom(97);
  const pairs = Array.from({ length: RESAMPLES }, () => recalls(groups.draw(random)));
  const whole = recalls(examples);
  const estimate = (of: (pair: Recalls) => number): Estimate => {
    const values = pairs.map(of).sort((a, b) => a - b);
    return { value: of(whole), interval: [quantile(values, 0.025), quantile(values, 0.975)] };
  };
  const gain = (pair: Recalls) => pair.after - pair.before;
  return {
    before: estimate(({ before }) => before),
    after: estimate(({ after }) => after),
    gain: estimate(gain),
    scoreGain: estimate(({ scoreBefore, scoreAfter }) => scoreAfter - scoreBefore),
    confidence: pairs.filter((pair) => gain(pair) > 0).length / RESAMPLES,
    resampled: groups.by,
  };
}

const MEASURES = ['before', 'after', 'scoreBefore', 'scoreAfter'] as const;
type Recalls = Readonly<Record<(typeof MEASURES)[number], number>>;

/** The mean over the classes of the mean over a class's examples. */
function recalls(examples: readonly JudgedExample[]): Recalls {
  const classes = [...groupBy(examples, ({ label }) => label).values()];
  const mean = (measure: keyof Recalls) =>
    classes.reduce(
      (total, own) => total + own.reduce((sum, each) => sum + each[measure], 0) / own.length,
      0,
    ) / classes.length;
  const [before, after, scoreBefore, scoreAfter] = MEASURES.map(mean);
  return {
    before: before ?? 0,
    after: after ?? 0,
    scoreBefore: scoreBefore ?? 0,
    scoreAfter: scoreAfter ?? 0,
  };
}

function groupExamples(examples: readonly JudgedExample[]) {
  const bySpeaker = groupBy(examples, ({ speaker }) => speaker);
  if (!bySpeaker.has(undefined) && bySpeaker.size >= MIN_SPEAKERS) {
    const groups = [...bySpeaker.values()];
    return {
      by: 'speakers' as const,
      draw: (random: () => number) => groups.flatMap(() => drawOne(groups, random) ?? []),
    };
  }
  const classes = [...groupBy(examples, ({ label }) => label).values()];
  return {
    by: 'clips' as const,
    draw: (random: () => number) =>
      classes.flatMap((each) => each.flatMap(() => drawOne(each, random) ?? [])),
  };
}

function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

const drawOne = <T>(items: readonly T[], random: () => number): T | undefined =>
  items[Math.floor(random() * items.length)];

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.round(share * (sorted.length - 1))] ?? 0;
