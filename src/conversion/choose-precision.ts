import { CheckpointError } from '../errors.js';
import type { ModelDescription, ModelPlan } from '../models/index.js';
import type { Precision } from '../precision.js';

/** A precision, or `auto`: the precision that {@link choosePrecision} chooses for the model. */
export type PrecisionChoice = Precision | 'auto';

/** A precision, and the one to fall back to if a graph in it differs too much from the full model. */
export type PrecisionPlan = { readonly precision: Precision; readonly fallback?: Precision };

/** Hidden size of the smallest published encoders. Smaller ones are fast in every precision. */
const LARGE_ENCODER = 768;

/**
 * Chooses the precision of a model. Large encoders are converted in `int8`, which needs at most seven
 * tenths of the time and about half of the memory, and returns the same label for 99 % of recordings of
 * real speech (docs/reports/performance.md).
 */
export function choosePrecision({
  hiddenSize = 0,
}: Pick<ModelDescription, 'hiddenSize'>): Precision {
  return hiddenSize >= LARGE_ENCODER ? 'int8' : 'fp32';
}

/** Resolves `auto`, for which the full model is planned, and which falls back to `fp32`. */
export function planPrecision(
  { plan }: { readonly plan: () => ModelPlan },
  choice: { readonly precision?: PrecisionChoice; readonly fallback?: Precision },
): PrecisionPlan {
  const { precision = 'fp32', fallback } = choice;
  if (precision === 'auto')
    return { precision: choosePrecision(plan()), fallback: fallback ?? 'fp32' };
  return { precision, ...(fallback !== undefined && { fallback }) };
}

/**
 * Runs `attempt` in a precision, and once more in the fallback if the first graph differs too much from
 * the full model.
 *
 * @throws whatever the last attempt throws
 */
export async function withFallback<T>(
  { precision, fallback }: PrecisionPlan,
  attempt: (precision: Precision) => Promise<T>,
): Promise<T> {
  try {
    return await attempt(precision);
  } catch (error) {
    const isInexact = error instanceof CheckpointError && error.code === 'checkpoint-inexact';
    if (!isInexact || fallback === undefined || fallback === precision) throw error;
    return attempt(fallback);
  }
}
