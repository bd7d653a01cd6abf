/** Side of the square blocks that are transposed one after the other, so that both copies fit the cache. */
const BLOCK = 32;

/** Transposes `[rows, columns]` to `[columns, rows]`. */
export function transpose(matrix: Float32Array, rows: number, columns: number): Float32Array {
  const transposed = new Float32Array(matrix.length);
  for (let top = 0; top < rows; top += BLOCK) {
    for (let left = 0; left < columns; left += BLOCK) {
      const bottom = Math.min(top + BLOCK, rows);
      const right = Math.min(left + BLOCK, columns);
      for (let row = top; row < bottom; row++) {
        for (let column = left; column < right; column++) {
          transposed[column * rows + row] = matrix[row * columns + column] ?? 0;
        }
      }
    }
  }
  return transposed;
}
