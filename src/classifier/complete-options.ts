import type { GraphOptions } from '../models/index.js';
import { hasByteProducts } from '../runtime/index.js';

/** Chooses the bits of weights that are multiplied as bytes by the processor, which will most often be the one to compute. */
export async function completeOptions({
  precision = 'fp32',
  weightBits,
  layers,
}: GraphOptions): Promise<GraphOptions> {
  const kept = layers !== undefined && { layers };
  if (precision !== 'int8') return { precision, ...kept };
  const bits = weightBits ?? ((await hasByteProducts()) ? 8 : 7);
  return { precision, weightBits: bits, ...kept };
}
