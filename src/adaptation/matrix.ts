/** A matrix in one block of memory, row after row. */
export type Matrix = {
  /** `[rows × columns]` */
  readonly data: Float64Array;
  readonly rows: number;
  readonly columns: number;
};

/**
 * Copies rows of equal length into a matrix.
 *
 * @param columns the length of a row, which cannot be known if there is none
 */
export function matrixOf(rows: readonly ArrayLike<number>[], columns: number): Matrix {
  const data = new Float64Array(rows.length * columns);
  for (const [at, row] of rows.entries()) data.set(row, at * columns);
  return { data, rows: rows.length, columns };
}

/** A row of a matrix, which shares its memory. */
export const rowOf = ({ data, columns }: Matrix, row: number): Float64Array =>
  data.subarray(row * columns, (row + 1) * columns);

/** Σ aᵢ bᵢ */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += (a[at] ?? 0) * (b[at] ?? 0);
  return sum;
}

/** Adds `factor · from` to `to`. */
export function addScaled(to: Float64Array, from: ArrayLike<number>, factor: number): void {
  for (let at = 0; at < to.length; at++) to[at] = (to[at] ?? 0) + factor * (from[at] ?? 0);
}
