import { type Channels, LARGEST_BYTE, type Quantised } from './quantise.js';

/** The largest unsigned byte, 255, times this fits into 16 bits with a sign, up to 32767; times more does not. */
const LARGEST_PAIR = 128;

/**
 * Quantises a matrix `[from, to]`, each column over a range in which no two neighbours of a column,
 * the first and the second, the third and the fourth and so on, add up to more than
 * {@link LARGEST_PAIR}. x64 processors without VNNI multiply two values by two such weights and add
 * the products in 16 bits (`vpmaddubsw`), where more would be cut in silence. The steps are a fifth
 * to a third wider than those of the whole range (medians of wav2vec2-mini and of seeded weights), where
 * those of weights of 7 bits are twice as wide.
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
    // A column of zeros has any scale.
    const scale = (scales[column] ||= 1);
    const pair = roundPair(first / scale, second / scale);
    values[at] = pair[0];
    if (at + columns < values.length) values[at + columns] = pair[1];
  });
  return { values, scales };
}

/** Rounds both; where that makes their sum too large, the one that was raised further is lowered. */
function roundPair(first: number, second: number): readonly [number, number] {
  const [a, b] = [Math.round(first), Math.round(second)];
  if (Math.abs(a + b) <= LARGEST_PAIR) return [a, b];
  const sign = Math.sign(a + b);
  return sign * (a - first) > sign * (b - second) ? [a - sign, b] : [a, b - sign];
}

/** Calls with two numbers of a column, one below the other, and where the first is; below the last row are zeros. */
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
