/** A matrix of signed bytes; a number is its byte times the scale of its column. */
export type Quantised = {
  /** `[rows, columns]`. */
  readonly values: Int8Array;
  /** `[columns]`. */
  readonly scales: Float32Array;
};

/**
 * Quantises a matrix symmetrically, each column over its own range.
 *
 * @param matrix `[rows, columns]`
 * @param most the largest byte: 127 for 8 bits, 63 for 7
 */
export function quantiseColumns(matrix: Float32Array, columns: number, most: number): Quantised {
  const largest = largestOfColumns(matrix, columns);
  // A column of zeros has any scale.
  const scales = largest.map((each) => each / most || 1);
  const values = new Int8Array(matrix.length);
  for (let start = 0; start < matrix.length; start += columns) {
    for (let column = 0; column < columns; column++) {
      const at = start + column;
      values[at] = Math.round((matrix[at] ?? 0) / (scales[column] ?? 1));
    }
  }
  return { values, scales };
}

function largestOfColumns(matrix: Float32Array, columns: number): Float32Array {
  const largest = new Float32Array(columns);
  for (let start = 0; start < matrix.length; start += columns) {
    for (let column = 0; column < columns; column++) {
      const size = Math.abs(matrix[start + column] ?? 0);
      if (size > (largest[column] ?? 0)) largest[column] = size;
    }
  }
  return largest;
}
