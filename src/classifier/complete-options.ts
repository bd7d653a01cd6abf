import type { GraphOptions } from '../models/index.js';
import { hasByteProducts } from '../runtime/index.js';

/** Chooses the bits of weights that are multiplied as bytes by the processor, which will most often be the one to compute. */
export function completeOptions({
  precision = 'fp32',
  weightBits,
  layers,
}: GraphOptions): GraphOptions {
  const bits = weightBits ?? (hasByteProducts() ? 8 : 7);
  return {
    precision,
    ...(precision === 'int8' && { weightBits: bits }),
    ...(layers !== undefined && { layers }),
  };
}
