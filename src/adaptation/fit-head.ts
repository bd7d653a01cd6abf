import type { Head } from '../inference/index.js';
import { type BaseModel, candidatesFor, prepareFitting, recalibrate } from './candidates.js';
import type { TrainingSet } from './examples.js';
import { combineHeads, largestOf, type LinearHead } from './linear-head.js';
import { type Choice, chooseWay } from './validation/choose-way.js';
import { crossValidate } from './validation/cross-validate.js';
import type { Blend } from './validation/fit-blend.js';
import { type Gain, type JudgedExample, measureGain } from './validation/measure-gain.js';

/** At most this share of the right results may be uncertain; people ignore a more frequent finding. */
const UNCERTAIN_SHARE = 0.1;
/** With fewer right results, a tenth of them says nothing. */
const MIN_RIGHT_RESULTS = 20;

/** What {@link fitHead} fits to and is judged by. */
export type HeadProblem = {
  readonly set: TrainingSet;
  readonly base: BaseModel;
  /** The places of the examples in each fold. */
  readonly held: readonly (readonly number[])[];
  /** Whether heads may be fitted; otherwise only biases of the base head are. */
  readonly fitsHeads: boolean;
  /** Compares the probabilities of an example by the new head, `[classes]`, with what the base model answers. */
  readonly judge: (at: number, probabilities: readonly number[]) => JudgedExample;
  readonly onFold?: ((done: number) => void) | undefined;
};

/** A new head, and what it is worth on examples that were held out. */
export type FittedHead = {
  readonly head: Head;
  /** How it was made. */
  readonly method: string;
  /** Weights of the new and of the base head in their calibrated sum. */
  readonly blend: Blend;
  readonly gain: Gain;
  /** Recall of each class, `[classes]`. */
  readonly recalls: readonly number[];
  /**
   * Whether the 95 % interval of the gain lies above 0: of the recall, or of the quadratic score if the
   * recall did not fall.
   */
  readonly isBetter: boolean;
};

/** Chooses and fits a head by cross-validation. */
export function fitHead({ set, base, judge, ...validation }: HeadProblem): FittedHead {
  const choice = chooseWay(crossValidate(set, { base, ...validation }), set, validation.held);
  const gain = measureGain(set.classes.map((_, at) => judge(at, choice.probabilities[at] ?? [])));
  return {
    head: toHead(finalHead(set, choice, base), fitThreshold(set, choice)),
    method: choice.way.name,
    blend: choice.blend,
    gain,
    recalls: recallsOf(set, choice),
    isBetter: isBetter(gain),
  };
}

const isBetter = ({ gain, scoreGain }: Gain): boolean =>
  gain.interval[0] > 0 || (gain.value > 0 && scoreGain.interval[0] > 0);

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

function toHead({ weight, bias }: LinearHead, uncertainBelow: number | undefined): Head {
  const round = (value: number) => Number(value.toPrecision(7));
  return {
    weight: weight.map((row) => Array.from(row, round)),
    bias: bias.map(round),
    // The blend contains the temperature.
    calibration: { temperature: 1, ...(uncertainBelow !== undefined && { uncertainBelow }) },
  };
}
