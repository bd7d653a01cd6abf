import type { TrainingSet } from './examples.js';
import { fitDiscriminant } from './fit/fit-discriminant.js';
import { fitLogistic } from './fit/fit-logistic.js';
import { type Standardised, standardise, unstandardise } from './fit/standardise.js';
import { extendInputs } from './head-directions.js';
import { combineHeads, type LinearHead, logitsOf } from './linear-head.js';
import { matrixOf } from './matrix.js';

/** What a head is fitted to. */
export type Fitting = {
  readonly set: TrainingSet;
  readonly standardised: Standardised;
  /** The head of the base model with the classes of the set; absent if it knows none of them. */
  readonly base: LinearHead | undefined;
  /** Directions along which the base model tells emotions apart, `[directions][embeddingSize]`. */
  readonly directions: readonly Float64Array[];
};

/** What a base model knows. */
export type BaseModel = Pick<Fitting, 'base' | 'directions'>;

/** A way to make a head from examples. */
export type Candidate = {
  readonly name: string;
  readonly fit: (fitting: Fitting) => LinearHead;
};

/** The standard deviations that the logits of a logistic regression are expected to have. */
const LOGIT_SPREADS = [1, 3, 10];
/** Weights of the identity in the covariance; 1 are prototypes. */
const SHRINKAGES = [0.1, 0.3, 0.6];
/** The same two for inputs with the directions of the base heads: with more choice, the choice is worse. */
const HEAD_SPREADS = [1, 10];
const HEAD_SHRINKAGE = 0.6;
/** A class's bias counts as much as this many examples of the class before data moves it. */
const BIAS_EXAMPLES = 2;

/** Prepares examples for all candidates. */
export const prepareFitting = (set: TrainingSet, base: BaseModel): Fitting => ({
  ...base,
  set,
  standardised: standardise(set),
});

/**
 * The base model's head with a bias for each class: what can be learnt from very few clips, because a
 * room or a way of speaking moves the logits of all clips alike.
 */
export function recalibrate({ set, base }: Fitting): LinearHead | undefined {
  if (!base) return undefined;
  const { bias } = fitLogistic({
    ...set,
    inputs: matrixOf(
      set.inputs.map(() => []),
      0,
    ),
    offsets: set.inputs.map((input) => logitsOf(base, input)),
    weightPenalty: 0,
    biasPenalty: BIAS_EXAMPLES / set.inputs.length,
  });
  return { weight: base.weight, bias: base.bias.map((value, label) => value + (bias[label] ?? 0)) };
}

/** Ways to make a head from at least two examples of each class if the base model has no heads. */
const OWN_CANDIDATES: readonly Candidate[] = [
  { name: 'prototypes', fit: (fitting) => discriminant(fitting, 1) },
  ...SHRINKAGES.map((shrinkage) => ({
    name: `linear discriminant analysis, shrinkage ${shrinkage}`,
    fit: (fitting: Fitting) => discriminant(fitting, shrinkage),
  })),
  ...LOGIT_SPREADS.map((spread) => ({
    name: `logistic regression, spread ${spread}`,
    fit: (fitting: Fitting) => logistic(fitting, spread),
  })),
];

/** Ways that use the heads of the base model; with few clips they are far better. */
const HEAD_CANDIDATES: readonly Candidate[] = [
  {
    name: 'logistic regression around the base head',
    fit: (fitting) => logistic(fitting, 1, recalibrate(fitting)),
  },
  ...HEAD_SPREADS.map((spread) => ({
    name: `logistic regression along the base heads, spread ${spread}`,
    fit: (fitting: Fitting) => alongHeads(fitting, spread),
  })),
  {
    name: 'linear discriminant analysis along the base heads',
    fit: (fitting) => discriminantAlong(fitting, HEAD_SHRINKAGE),
  },
];

/** The ways to choose from for a base model. */
export const candidatesFor = ({ directions }: BaseModel): readonly Candidate[] =>
  directions.length > 0 ? HEAD_CANDIDATES : OWN_CANDIDATES;

function alongHeads({ set, standardised, directions }: Fitting, spread: number): LinearHead {
  const { inputs, fold } = extendInputs(standardised, directions);
  const head = fitLogistic({
    ...set,
    inputs,
    weightPenalty: standardised.inputs.columns / spread ** 2 / inputs.rows,
    biasPenalty: BIAS_EXAMPLES / inputs.rows,
  });
  return unstandardise(fold(head), standardised);
}

function discriminantAlong({ set, standardised, directions }: Fitting, shrinkage: number) {
  const { inputs, fold } = extendInputs(standardised, directions);
  return unstandardise(fold(fitDiscriminant(set, inputs, shrinkage)), standardised);
}

function discriminant({ set, standardised }: Fitting, shrinkage: number): LinearHead {
  return unstandardise(fitDiscriminant(set, standardised.inputs, shrinkage), standardised);
}

function logistic({ set, standardised }: Fitting, spread: number, around?: LinearHead): LinearHead {
  const { inputs } = standardised;
  const head = fitLogistic({
    ...set,
    inputs,
    ...(around && { offsets: set.inputs.map((input) => logitsOf(around, input)) }),
    // A prior variance of spread² / size for each weight makes logits with the standard deviation spread.
    weightPenalty: inputs.columns / spread ** 2 / inputs.rows,
    biasPenalty: BIAS_EXAMPLES / inputs.rows,
  });
  const change = unstandardise(head, standardised);
  if (!around) return change;
  return combineHeads([
    { head: around, factor: 1 },
    { head: change, factor: 1 },
  ]);
}
