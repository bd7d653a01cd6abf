import type { ModelDescription, Precision } from '../models/index.js';

/** A precision, or `auto`: what {@link choosePrecision} finds best for the model. */
export type PrecisionChoice = Precision | 'auto';

/** Hidden size of the smallest published encoders; smaller ones answer at once in every precision. */
const LARGE_ENCODER = 768;

/**
 * What `auto` is for large encoders. `int8` takes a third of the time and memory; it stays `fp32`
 * until int8 is shown to give the same label on 99 % of recordings of real speech.
 */
export const LARGE_ENCODER_PRECISION: Precision = 'fp32';

/**
 * The precision of a model for which nobody chose one.
 *
 * @param large what is taken for large encoders. Default: {@link LARGE_ENCODER_PRECISION}
 */
export function choosePrecision(
  { settings }: Pick<ModelDescription, 'settings'>,
  large = LARGE_ENCODER_PRECISION,
): Precision {
  const { hiddenSize } = settings;
  return typeof hiddenSize === 'number' && hiddenSize >= LARGE_ENCODER ? large : 'fp32';
}
