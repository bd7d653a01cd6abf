import type { LazyTensor } from './model-weights.js';

/**
 * A convolution over time in groups of channels that keeps the number of frames: the positional
 * convolution of the wav2vec2 family. An even kernel covers one more frame before than after.
 */
export type GroupedConvolution = {
  /** `[size, size / groups, kernel]`. */
  readonly filter: LazyTensor;
  readonly groups: number;
};

/** Sizes of a {@link GroupedConvolution}. */
export function convolutionSizes({ filter, groups }: GroupedConvolution) {
  const [size = 1, width = 1, kernel = 1] = filter.shape;
  const before = Math.floor(kernel / 2);
  return { size, width, kernel, groups, before, after: kernel - 1 - before };
}
