import type { ModelDescription, Precision } from '../models/index.js';

/** A precision, or `auto`: what {@link choosePrecision} finds best for the model. */
export type PrecisionChoice = Precision | 'auto';

/** Hidden size of the smallest published encoders; smaller ones answer at once in every precision. */
const LARGE_ENCODER = 768;

/**
 * The precision of a model for which nobody chose one: large encoders are in `int8`, which takes seven
 * tenths of the time or less and about half of the memory, and gives the same label on 99 % of
 * recordings of real speech (docs/reports/performance.md).
 */
export function choosePrecision({ settings }: Pick<ModelDescription, 'settings'>): Precision {
  const { hiddenSize } = settings;
  return typeof hiddenSize === 'number' && hiddenSize >= LARGE_ENCODER ? 'int8' : 'fp32';
}
