import type { Heads, RelativeHead } from '../inference/index.js';
import { baseHead, matchLabels } from './base-head.js';
import type { BaseModel } from './candidates.js';
import { type Example, pick, type TrainingSet } from './examples.js';
import { type FittedHead, fitHead } from './fit-head.js';
import { headDirections } from './head-directions.js';
import { largestOf, logitsOf, probabilitiesOf } from './linear-head.js';
import { compareExamples, speakerPrior } from './speaker-baselines.js';
import { makeFolds } from './validation/make-folds.js';
import { quadraticScore } from './validation/measure-gain.js';

/** A class with fewer clips that can be compared says nothing about a relative head. */
const MIN_COMPARED = 2;

/** A relative head, and what it is worth. */
export type AdaptedRelative = Omit<FittedHead, 'head'> & { readonly head: RelativeHead };

/**
 * Fits a head for clips that are compared with their speaker's ordinary speech. It is judged against the
 * relative head of the base model, or against `absolute`, the probabilities of the new absolute head on
 * clips that were held out, if the base model has none for these classes.
 *
 * @returns `undefined` if too few clips name a speaker with other clips
 */
export function adaptRelative(
  examples: readonly Example[],
  set: TrainingSet,
  {
    labels,
    heads = {},
    absolute,
  }: {
    readonly labels: readonly string[];
    readonly heads?: Partial<Heads> | undefined;
    readonly absolute: (place: number) => readonly number[];
  },
): AdaptedRelative | undefined {
  const prior = speakerPrior(examples, heads);
  const compared = compareExamples(examples, prior);
  const places = compared.map(({ place }) => place);
  const own = { ...pick(set, places), inputs: compared.map(({ input }) => input) };
  const { held, by } = makeFolds(
    places.flatMap((at) => examples[at] ?? []),
    own.classes,
  );
  const counts = labels.map((_, label) => own.classes.filter((each) => each === label).length);
  if (by === 'clips' || Math.min(...counts) < MIN_COMPARED) return undefined;
  const base = relativeBase(heads, labels);
  const fitted = fitHead({
    ...{ set: own, base, held, fitsHeads: true },
    judge: (at, found) => {
      const [label, place] = [own.classes[at] ?? 0, places[at] ?? 0];
      const before = base.base
        ? probabilitiesOf(logitsOf(base.base, own.inputs[at] ?? []))
        : absolute(place);
      return {
        ...{ label, speaker: examples[place]?.speaker },
        before: Number(largestOf(before) === label),
        after: Number(largestOf(found) === label),
        scoreBefore: quadraticScore(before, label),
        scoreAfter: quadraticScore(found, label),
      };
    },
  });
  const { population, speakerSeconds } = prior;
  return { ...fitted, head: { ...fitted.head, population, speakerSeconds } };
}

/**
 * The relative head of the base model for other labels.
 *
 * @returns `undefined` if it has none, or does not know all of them
 */
export function keepRelative(
  { relative, labels: known = [] }: Partial<Heads>,
  labels: readonly string[],
): RelativeHead | undefined {
  const places = matchLabels(labels, known);
  if (!relative || places.includes(-1)) return undefined;
  const keep = <T extends Pick<RelativeHead, 'weight' | 'bias'>>(head: T): T => ({
    ...head,
    weight: places.flatMap((at) => [head.weight[at] ?? []]),
    bias: places.flatMap((at) => head.bias[at] ?? 0),
  });
  const { brief } = relative;
  return { ...keep(relative), ...(brief && { brief: keep(brief) }) };
}

function relativeBase(heads: Partial<Heads>, labels: readonly string[]): BaseModel {
  const { relative, labels: known = [] } = heads;
  return {
    base: relative && baseHead({ absolute: relative, labels: known }, labels),
    directions: headDirections(heads),
  };
}
