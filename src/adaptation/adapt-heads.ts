import type { Heads, RelativeHead } from '../inference/index.js';
import { type AdaptedRelative, adaptRelative, keepRelative } from './adapt-relative.js';
import { baseHead, matchLabels } from './base-head.js';
import type { BaseModel } from './candidates.js';
import type { Example, TrainingSet } from './examples.js';
import { type FittedHead, fitHead } from './fit-head.js';
import { headDirections } from './head-directions.js';
import { largestOf, logitsOf, probabilitiesOf } from './linear-head.js';
import { type Folds, makeFolds } from './validation/make-folds.js';
import { quadraticScore } from './validation/measure-gain.js';

/** An example with what the base model answered. */
export type AnsweredExample = Example & {
  /** Id of the base model's label with the highest logit among those that occur; absent if it knows none. */
  readonly answer?: string | undefined;
};

/** What an adaptation starts from. */
export type AdaptHeadsOptions = {
  /** Ids of the classes, in the order of the new outputs. */
  readonly labels: readonly string[];
  /** The heads of the base model. Default: its last layer is not known, and new heads start from nothing. */
  readonly heads?: Heads | undefined;
  /** Called with the number of folds of the cross-validation that are done. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
};

/** New heads for a model, and what they are worth on clips that were held out. */
export type Adaptation = Omit<FittedHead, 'head'> & {
  readonly heads: Heads;
  readonly heldOut: Folds['by'];
  /**
   * The head for clips that are compared with their speaker's ordinary speech, as it was fitted; absent if
   * too few clips name their speaker. If it is not better than that of the base model, `isUsed` is false and `heads` keeps the
   * base model's.
   */
  readonly relative?: (AdaptedRelative & { readonly isUsed: boolean }) | undefined;
};

/**
 * Fits heads to own clips: discriminant analyses and logistic regressions, blended with the base model's
 * head as far as clips that were held out are better predicted, and the same for a head that compares
 * with a speaker's ordinary speech if the clips name their speakers. Deterministic.
 *
 * @throws RangeError if there are fewer than two classes, or a class has no example
 */
export function adaptHeads(
  examples: readonly AnsweredExample[],
  { labels, heads, onProgress }: AdaptHeadsOptions,
): Adaptation {
  const set = toTrainingSet(examples, labels);
  const base: BaseModel = {
    base: heads && baseHead(heads, labels),
    directions: heads ? headDirections(heads) : [],
  };
  const fitsHeads = countLeast(set) >= 2;
  if (!base.base && !fitsHeads)
    throw new RangeError(
      'Found a class with one clip that the base model does not know, expected at least two clips of each class. Add clips.',
    );
  const { held, by } = makeFolds(examples, set.classes);
  const found = new Map<number, readonly number[]>();
  const { head, ...fitted } = fitHead({
    ...{ set, base, held, fitsHeads },
    judge: (at, probabilities) => {
      found.set(at, probabilities);
      return judge(examples[at], probabilities, { labels, base });
    },
    onFold: (done) => onProgress?.(done, held.length),
  });
  const absolute = (at: number) => found.get(at) ?? [];
  const compared = adaptRelative(examples, set, { labels, heads, absolute });
  const kept = keepRelative(heads ?? {}, labels);
  const isUsed = compared !== undefined && isWorthUsing(compared, kept);
  const relative = isUsed ? compared.head : kept;
  return {
    ...fitted,
    heldOut: by,
    heads: {
      ...{ format: 'wav2emo-heads', version: 1, labels: [...labels], absolute: head },
      ...(relative && { relative }),
    },
    ...(compared && { relative: { ...compared, isUsed } }),
  };
}

/**
 * A relative head of the base model knows many speakers, and only a gain of the recall that is certain
 * replaces it. With own classes there is none, so a head that is as good as the absolute one is useful.
 */
const isWorthUsing = ({ gain: { gain } }: AdaptedRelative, kept: RelativeHead | undefined) =>
  kept ? gain.interval[0] > 0 : gain.value >= 0;

function toTrainingSet(examples: readonly Example[], labels: readonly string[]): TrainingSet {
  if (labels.length < 2)
    throw new RangeError(`Found ${labels.length} labels, expected at least two classes.`);
  const classes = examples.map(({ label }) => labels.indexOf(label));
  const missing = labels.find((_, at) => !classes.includes(at));
  if (missing !== undefined)
    throw new RangeError(`Found no clip of ${missing}, expected at least one. Add clips of it.`);
  const stranger = examples[classes.indexOf(-1)];
  if (stranger)
    throw new RangeError(
      `Found a clip with the label ${stranger.label}, expected ${labels.join(', ')}.`,
    );
  return { inputs: examples.map(({ embedding }) => embedding), classes, classCount: labels.length };
}

const countLeast = ({ classes, classCount }: TrainingSet): number =>
  Math.min(
    ...Array.from(
      { length: classCount },
      (_, label) => classes.filter((at) => at === label).length,
    ),
  );

/** Compares probabilities of a new head with what the base model answers. */
function judge(
  example: AnsweredExample | undefined,
  probabilities: readonly number[],
  { labels, base }: { readonly labels: readonly string[]; readonly base: BaseModel },
) {
  const { speaker, answer, embedding = [], label: id = '' } = example ?? {};
  const label = labels.indexOf(id);
  const [found] = answer === undefined ? [] : matchLabels([answer], labels);
  const chance = labels.map(() => 1 / labels.length);
  const known = base.base ? probabilitiesOf(logitsOf(base.base, embedding)) : chance;
  return {
    ...{ label, speaker },
    // A model that knows none of the classes can only guess.
    before: found === undefined ? 1 / labels.length : Number(found === label),
    after: Number(largestOf(probabilities) === label),
    scoreBefore: quadraticScore(known, label),
    scoreAfter: quadraticScore(probabilities, label),
  };
}
