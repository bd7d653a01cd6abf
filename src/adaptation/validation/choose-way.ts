import { balancedWeights, type TrainingSet } from '../examples.js';
import { probabilitiesOf } from '../linear-head.js';
import type { HeldOutLogits } from './cross-validate.js';
import { type Blend, blendedLogits, fitBlend } from './fit-blend.js';

/** The way that is best on what was held out, and what it is worth. */
export type Choice = {
  readonly way: HeldOutLogits;
  /** Fitted on all examples. */
  readonly blend: Blend;
  /**
   * The probabilities of each example by what was chosen and blended without its fold,
   * `[examples][classes]`: figures from them do not profit from the choice.
   */
  readonly probabilities: readonly (readonly number[])[];
};

/**
 * Chooses among ways to make a head by the balanced cross entropy of examples that were held out. The
 * figures stay honest because the choice and the blend are repeated without each fold.
 */
export function chooseWay(
  ways: readonly HeldOutLogits[],
  set: Omit<TrainingSet, 'inputs'>,
  held: readonly (readonly number[])[],
): Choice {
  const everywhere = held.flat().sort((a, b) => a - b);
  const judged = ways.map((way) => judgeWay(way, set, held));
  const probabilities = set.classes.map((): readonly number[] => []);
  for (const [fold, places] of held.entries()) {
    const others = held.flatMap((each, at) => (at === fold ? [] : each));
    const best = leastLoss(judged, set, others);
    for (const at of places) probabilities[at] = judged[best]?.[at] ?? [];
  }
  const way = ways[leastLoss(judged, set, everywhere)] ?? { name: '' };
  return { way, blend: fitBlend(way, set, everywhere), probabilities };
}

/** The probabilities of each example, blended without its fold. */
function judgeWay(
  way: HeldOutLogits,
  set: Omit<TrainingSet, 'inputs'>,
  held: readonly (readonly number[])[],
): number[][] {
  const probabilities = set.classes.map((): number[] => []);
  for (const [fold, places] of held.entries()) {
    const others = held.flatMap((each, at) => (at === fold ? [] : each));
    const blend = fitBlend(way, set, others);
    for (const at of places) probabilities[at] = probabilitiesOf(blendedLogits(way, blend, at));
  }
  return probabilities;
}

function leastLoss(
  judged: readonly (readonly (readonly number[])[])[],
  { classes, classCount }: Omit<TrainingSet, 'inputs'>,
  places: readonly number[],
): number {
  const truths = places.map((at) => classes[at] ?? 0);
  const weights = balancedWeights({ classes: truths, classCount });
  const losses = judged.map((probabilities) =>
    places.reduce((sum, at, row) => {
      const share = probabilities[at]?.[truths[row] ?? 0] ?? 0;
      return sum - (weights[row] ?? 0) * Math.log(Math.max(share, 1e-6));
    }, 0),
  );
  return losses.indexOf(Math.min(...losses));
}
