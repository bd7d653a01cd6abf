import { addScaled, dot } from './matrix.js';

/** A linear layer on an embedding, in double precision. */
export type LinearHead = {
  /** `[classes][embeddingSize]` */
  readonly weight: readonly Float64Array[];
  /** `[classes]` */
  readonly bias: readonly number[];
};

/** The logits of a head, `[classes]`. */
export function logitsOf({ weight, bias }: LinearHead, input: ArrayLike<number>): number[] {
  return weight.map((row, at) => (bias[at] ?? 0) + dot(row, input));
}

/** A head whose logits are the weighted sum of the logits of other heads with as many classes. */
export function combineHeads(
  parts: readonly { readonly head: LinearHead; readonly factor: number }[],
): LinearHead {
  const [first] = parts;
  if (!first) throw new RangeError('Found no head to combine, expected at least one.');
  return {
    weight: first.head.weight.map((row, label) => {
      const sum = new Float64Array(row.length);
      for (const { head, factor } of parts) addScaled(sum, head.weight[label] ?? [], factor);
      return sum;
    }),
    bias: first.head.bias.map((_, label) =>
      parts.reduce((sum, { head, factor }) => sum + factor * (head.bias[label] ?? 0), 0),
    ),
  };
}

/** The probabilities of logits, `[classes]`. */
export function probabilitiesOf(logits: readonly number[]): number[] {
  const highest = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - highest));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

/** The index of the largest number. */
export const largestOf = (numbers: readonly number[]): number =>
  numbers.reduce((best, value, at) => (value > (numbers[best] ?? -Infinity) ? at : best), 0);
