import { type Channels, LARGEST_BYTE, type Quantised, SMALLEST_SCALE } from './quantise.js';

/** Largest sum of a pair of weights: 255 × 128 = 32,640 is the largest multiple of 255 that fits in an int16. */
const LARGEST_PAIR = 128;

/**
 * Quantises a matrix `[from, to]`. The scale of each column is chosen so that no pair of its rows (the
 * first and the second, the third and the fourth, and so on) adds up to more than {@link LARGEST_PAIR}.
 * x64 processors without VNNI multiply two values by such a pair and add the products in 16 bits
 * (`vpmaddubsw`), which saturates without an error. The steps are a fifth to a third wider than those of
 * the full range of a byte (medians of wav2vec2-mini and of seeded weights); those of 7-bit weights
 * would be twice as wide.
 *
 * @see https://github.com/microsoft/onnxruntime/blob/main/onnxruntime/core/mlas/lib/qgemm_kernel_avx2.cpp
 */
export function quantisePairs(matrix: Float32Array, { count: columns }: Channels): Quantised {
  const scales = new Float32Array(columns);
  forEachPair(matrix, columns, (first, second, column) => {
    const scale = Math.max(
      Math.abs(first) / LARGEST_BYTE,
      Math.abs(second) / LARGEST_BYTE,
      Math.abs(first + second) / LARGEST_PAIR,
    );
    if (scale > (scales[column] ?? 0)) scales[column] = scale;
  });
  const values = new Int8Array(matrix.length);
  forEachPair(matrix, columns, (first, second, column, at) => {
    if ((scales[column] ?? 0) < SMALLEST_SCALE) scales[column] = 1;
    const scale = scales[column] ?? 1;
    const pair = roundPair(first / scale, second / scale);
    values[at] = pair[0];
    if (at + columns < values.length) values[at + columns] = pair[1];
  });
  return { values, scales };
}

/** Rounds both numbers. If their sum then is too large, the one that rounding moved further outwards is moved back. */
function roundPair(first: number, second: number): readonly [number, number] {
  const [a, b] = [Math.round(first), Math.round(second)];
  if (Math.abs(a + b) <= LARGEST_PAIR) return [a, b];
  const sign = Math.sign(a + b);
  return sign * (a - first) > sign * (b - second) ? [a - sign, b] : [a, b - sign];
}

/** Calls with each pair of numbers of a column and the index of the first; below the last row are zeros. */
function forEachPair(
  matrix: Float32Array,
  columns: number,
  call: (first: number, second: number, column: number, at: number) => void,
): void {
  for (let row = 0; row < matrix.length; row += 2 * columns) {
    for (let column = 0; column < columns; column++) {
      const at = row + column;
      call(matrix[at] ?? 0, matrix[at + columns] ?? 0, column, at);
    }
  }
}
