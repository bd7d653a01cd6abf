import type { Head, Heads } from '../inference/index.js';
import { baseHead, matchLabels } from './base-head.js';
import { type BaseModel, candidatesFor, prepareFitting, recalibrate } from './candidates.js';
import type { Example, TrainingSet } from './examples.js';
import { headDirections } from './head-directions.js';
import {
  combineHeads,
  largestOf,
  type LinearHead,
  logitsOf,
  probabilitiesOf,
} from './linear-head.js';
import { type Choice, chooseWay } from './validation/choose-way.js';
import { crossValidate } from './validation/cross-validate.js';
import { type Folds, makeFolds } from './validation/make-folds.js';
import {
  type Gain,
  type JudgedExample,
  measureGain,
  quadraticScore,
} from './validation/measure-gain.js';

/** At most this share of the right results may be uncertain; people ignore a more frequent finding. */
const UNCERTAIN_SHARE = 0.1;
/** With fewer right results, a tenth of them says nothing. */
const MIN_RIGHT_RESULTS = 20;

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

/** New heads for a model, and what they are worth. */
export type Adaptation = {
  readonly heads: Heads;
  /** How the new head was made. */
  readonly method: string;
  /** Weights of the new and of the base head in their calibrated sum. */
  readonly blend: { readonly own: number; readonly base: number };
  readonly gain: Gain;
  /** Recall of each class, `[classes]`, of clips that were held out. */
  readonly recalls: readonly number[];
  readonly heldOut: Folds['by'];
  /** Whether the 95 % interval of the gain lies above 0. */
  readonly isBetter: boolean;
};

/**
 * Fits heads to own clips: prototypes, linear discriminant analyses and logistic regressions, blended
 * with the base model's head as far as clips that were held out are better predicted. Deterministic.
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
  const folds = makeFolds(examples, set.classes);
  const ways = crossValidate(set, {
    ...{ held: folds.held, base, fitsHeads },
    onFold: (done) => onProgress?.(done, folds.held.length),
  });
  const choice = chooseWay(ways, set, folds.held);
  const gain = measureGain(judge(examples, set, choice, { labels, base: base.base }));
  return {
    heads: toHeads(labels, finalHead(set, choice, base), fitThreshold(set, choice)),
    method: choice.way.name,
    blend: choice.blend,
    gain,
    recalls: recallsOf(set, choice),
    heldOut: folds.by,
    isBetter: isBetter(gain),
  };
}

const isBetter = ({ gain, scoreGain }: Gain): boolean =>
  gain.interval[0] > 0 || (gain.value > 0 && scoreGain.interval[0] > 0);

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

function judge(
  examples: readonly AnsweredExample[],
  { classes }: TrainingSet,
  { probabilities }: Choice,
  { labels, base }: { readonly labels: readonly string[]; readonly base: LinearHead | undefined },
): JudgedExample[] {
  const chance = labels.map(() => 1 / labels.length);
  return examples.map(({ speaker, answer, embedding }, at) => {
    const [label, own] = [classes[at] ?? 0, probabilities[at] ?? chance];
    const [found] = answer === undefined ? [] : matchLabels([answer], labels);
    const known = base ? probabilitiesOf(logitsOf(base, embedding)) : chance;
    return {
      ...{ label, speaker },
      // A model that knows none of the classes can only guess.
      before: found === undefined ? 1 / labels.length : Number(found === label),
      after: Number(largestOf(own) === label),
      scoreBefore: quadraticScore(known, label),
      scoreAfter: quadraticScore(own, label),
    };
  });
}

function finalHead(set: TrainingSet, { way, blend }: Choice, base: BaseModel): LinearHead {
  const fitting = prepareFitting(set, base);
  const own = candidatesFor(base)
    .find(({ name }) => name === way.name)
    ?.fit(fitting);
  const recalibrated = recalibrate(fitting);
  return combineHeads([
    ...(own ? [{ head: own, factor: blend.own }] : []),
    ...(recalibrated ? [{ head: recalibrated, factor: blend.base }] : []),
  ]);
}

function recallsOf({ classes, classCount }: TrainingSet, { probabilities }: Choice): number[] {
  return Array.from({ length: classCount }, (_, label) => {
    const own = classes.flatMap((each, at) => (each === label ? [at] : []));
    return own.filter((at) => largestOf(probabilities[at] ?? []) === label).length / own.length;
  });
}

/** The probability below which a tenth of the right results that were held out fall. */
function fitThreshold({ classes }: TrainingSet, { probabilities }: Choice): number | undefined {
  const right = probabilities
    .filter((each, at) => largestOf(each) === classes[at])
    .map((each) => Math.max(...each))
    .sort((a, b) => a - b);
  if (right.length < MIN_RIGHT_RESULTS) return undefined;
  const threshold = right[Math.floor(UNCERTAIN_SHARE * right.length)] ?? 0;
  return Math.min(0.999, Math.max(0.001, Number(threshold.toFixed(4))));
}

function toHeads(
  labels: readonly string[],
  { weight, bias }: LinearHead,
  uncertainBelow: number | undefined,
): Heads {
  const round = (value: number) => Number(value.toPrecision(7));
  const absolute: Head = {
    weight: weight.map((row) => Array.from(row, round)),
    bias: bias.map(round),
    // The blend contains the temperature.
    calibration: { temperature: 1, ...(uncertainBelow !== undefined && { uncertainBelow }) },
  };
  return { format: 'wav2emo-heads', version: 1, labels: [...labels], absolute };
}
