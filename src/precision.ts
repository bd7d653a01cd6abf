/** Every {@link Precision}. */
export const PRECISIONS = ['fp32', 'fp16', 'int8', 'int8-weights'] as const;

/**
 * The number format in which a graph stores and multiplies its matrices; everything else is float32.
 *
 * - `fp32`: as trained.
 * - `fp16`: stored and computed in float16, like the values between the matrices; for graphics cards.
 * - `int8`: stored and computed in bytes; the fastest.
 * - `int8-weights`: stored in bytes and computed in float32; the smallest.
 */
export type Precision = (typeof PRECISIONS)[number];
