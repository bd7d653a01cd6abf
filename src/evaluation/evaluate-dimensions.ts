import type { ResultJson } from '../inference/index.js';
import type { Estimate } from './evaluate-classes.js';
import { type Clip, speakerOf } from './clips/clip.js';
import { DRAWS, groupClips, percentileInterval } from './metrics/bootstrap.js';
import { dimensionFigures, type DimensionFigures } from './metrics/dimensions.js';
import { seededRandom } from './metrics/seeded-random.js';

/** A clip with the result of a regression model. */
export type PredictedClip = {
  readonly clip: Clip;
  readonly result: Extract<ResultJson, { dimensions: object }>;
};

/** How well a dimension is predicted, with the interval of its CCC over speakers. */
export type DimensionEvaluation = Omit<DimensionFigures, 'ccc'> & {
  readonly dimension: string;
  readonly speakers: number;
  readonly ccc: Estimate;
};

/** The truth and the prediction of a clip. */
type Pair = readonly [truth: number, prediction: number];

/**
 * Computes the figures of a regression model for each of its dimensions that a clip has a true value of.
 *
 * @param dimensions ids of the model's dimensions
 * @param range the ends of the scale of the true values, which are mapped to 0 to 1. Default: 0 to 1
 */
export function evaluateDimensions(
  predicted: readonly PredictedClip[],
  dimensions: readonly string[],
  [low, high]: readonly [low: number, high: number] = [0, 1],
): DimensionEvaluation[] {
  return dimensions.flatMap((dimension) => {
    const known = predicted.flatMap(({ clip, result }) => {
      const truth = clip.dimensions?.[dimension];
      const prediction = result.dimensions[dimension];
      if (truth === undefined || prediction === undefined) return [];
      const pair: Pair = [(truth - low) / (high - low), prediction];
      return [{ pair, speaker: speakerOf(clip) }];
    });
    return known.length > 0 ? [figuresOf(dimension, known)] : [];
  });
}

type Known = { readonly pair: Pair; readonly speaker: string | undefined };

function figuresOf(dimension: string, known: readonly Known[]): DimensionEvaluation {
  const { ccc, ...figures } = ofPairs(known.map(({ pair }) => pair));
  const speakers = new Set(known.flatMap(({ speaker }) => speaker ?? [])).size;
  const groups = groupClips(speakers > 1 ? known : known.map(() => ({}))).map((members) =>
    members.flatMap((at) => known[at] ?? []).map(({ pair }) => pair),
  );
  const random = seededRandom(0);
  const draws = Array.from(
    { length: DRAWS },
    () => ofPairs(groups.flatMap(() => groups[random(groups.length)] ?? [])).ccc,
  );
  return {
    dimension,
    speakers,
    ...figures,
    ccc: { value: ccc, interval: percentileInterval(draws) },
  };
}

const ofPairs = (pairs: readonly Pair[]) =>
  dimensionFigures(
    pairs.map(([truth]) => truth),
    pairs.map(([, prediction]) => prediction),
  );
