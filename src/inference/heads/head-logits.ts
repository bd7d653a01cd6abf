import type { Head } from './heads.js';

/**
 * The logits of a linear head, summed in double precision in the order of the dimensions, so that they
 * are the same on every platform.
 *
 * @param input `[embeddingSize]`
 * @returns `[classes]`
 */
export function headLogits(
  { weight, bias }: Pick<Head, 'weight' | 'bias'>,
  input: ArrayLike<number>,
): Float32Array {
  const logits = new Float32Array(weight.length);
  for (const [label, row] of weight.entries()) logits[label] = (bias[label] ?? 0) + dot(row, input);
  return logits;
}

function dot(a: readonly number[], b: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += (a[at] ?? 0) * (b[at] ?? 0);
  return sum;
}
