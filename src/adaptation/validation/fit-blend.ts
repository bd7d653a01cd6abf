import { balancedWeights } from '../examples.js';
import { minimise } from '../fit/minimise.js';
import { probabilitiesOf } from '../linear-head.js';
import type { HeldOutLogits } from './cross-validate.js';

/** Factors of the logits of a new head and of the base head; their sum is calibrated. */
export type Blend = { readonly own: number; readonly base: number };

/** The belief that both heads count equally weighs as much as this many examples. */
const ASSUMED_EXAMPLES = 2;

/**
 * Fits by how much a new head and the base head count, on logits of examples that neither was fitted to.
 * The better the new head predicts them, the less of the base head is left. The factors contain the
 * temperature: the softmax of the blended logits is calibrated for classes that are equally frequent.
 *
 * @param places the examples to use
 */
export function fitBlend(
  { own, base }: HeldOutLogits,
  { classes, classCount }: { readonly classes: readonly number[]; readonly classCount: number },
  places: readonly number[],
): Blend {
  const parts = [own, base].map((logits) => {
    const rows = places.map((at) => centred(logits?.[at]));
    return { rows, size: spreadOf(rows) };
  });
  const truths = places.map((at) => classes[at] ?? 0);
  const weights = balancedWeights({ classes: truths, classCount });
  const penalty = ASSUMED_EXAMPLES / Math.max(1, places.length);
  const factorsAt = (point: Float64Array) =>
    parts.map(({ size }, part) => (size > 0 ? Math.exp(point[part] ?? 0) / size : 0));
  const point = minimise((at, gradient) => {
    const factors = factorsAt(at);
    let value = 0;
    for (const [part, each] of at.entries()) {
      value += (penalty * each ** 2) / 2;
      gradient[part] = penalty * each;
    }
    for (const [row, truth] of truths.entries()) {
      const logits = Array.from({ length: classCount }, (_, label) =>
        parts.reduce(
          (sum, { rows }, part) => sum + (factors[part] ?? 0) * (rows[row]?.[label] ?? 0),
          0,
        ),
      );
      const probabilities = probabilitiesOf(logits);
      value -= (weights[row] ?? 0) * Math.log(Math.max(probabilities[truth] ?? 0, 1e-12));
      for (const [part, { rows }] of parts.entries())
        for (const [label, probability] of probabilities.entries())
          gradient[part] =
            (gradient[part] ?? 0) +
            (weights[row] ?? 0) *
              (probability - (label === truth ? 1 : 0)) *
              (factors[part] ?? 0) *
              (rows[row]?.[label] ?? 0);
    }
    return value;
  }, new Float64Array(parts.length));
  const [ownFactor = 0, baseFactor = 0] = factorsAt(point);
  return { own: ownFactor, base: baseFactor };
}

/** The logits of an example with both heads. */
export function blendedLogits({ own, base }: HeldOutLogits, blend: Blend, at: number): number[] {
  const [first, second] = [own?.[at], base?.[at]];
  return (first ?? second ?? []).map(
    (_, label) => blend.own * (first?.[label] ?? 0) + blend.base * (second?.[label] ?? 0),
  );
}

function centred(logits: readonly number[] = []): number[] {
  const mean = logits.reduce((sum, logit) => sum + logit, 0) / Math.max(1, logits.length);
  return logits.map((logit) => logit - mean);
}

function spreadOf(rows: readonly (readonly number[])[]): number {
  const values = rows.flat();
  return Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / Math.max(1, values.length));
}
