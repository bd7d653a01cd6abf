import type { ModelDescription, Precision } from '../models/index.js';
import { hasByteProducts } from '../runtime/index.js';

/** A precision, or `auto`: what {@link choosePrecision} finds best for the model. */
export type PrecisionChoice = Precision | 'auto';

/** Hidden size of the smallest published encoders; smaller ones answer at once in every precision. */
const LARGE_ENCODER = 768;

/**
 * What `auto` is for large encoders on this machine: `int8`, which takes half of the time and of the
 * memory, where it gives the same label on 99 % of recordings of real speech (docs/performance.md). Its 7-bit weights
 * for processors without fast products of bytes do so on fewer, and are not much faster there.
 */
export async function largeEncoderPrecision(multipliesBytes = hasByteProducts): Promise<Precision> {
  return (await multipliesBytes()) ? 'int8' : 'fp32';
}

/**
 * The precision of a model for which nobody chose one.
 *
 * @param large what is taken for large encoders, see {@link largeEncoderPrecision}
 */
export function choosePrecision(
  { settings }: Pick<ModelDescription, 'settings'>,
  large: Precision,
): Precision {
  const { hiddenSize } = settings;
  return typeof hiddenSize === 'number' && hiddenSize >= LARGE_ENCODER ? large : 'fp32';
}
