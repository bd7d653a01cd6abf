/**
 * The one-to-one assignment of rows to columns with the largest sum, by the Hungarian method in
 * O(rows² · columns).
 *
 * @param gains `[rows][columns]`, finite
 * @returns the column of each row, or -1 if there are more rows than columns and the row has none
 * @see https://cp-algorithms.com/graph/hungarian-algorithm.html
 */
export function bestAssignment(gains: readonly (readonly number[])[]): number[] {
  const [rows, columns] = [gains.length, gains[0]?.length ?? 0];
  if (rows <= columns) return assignRows(gains, rows, columns);
  const transposed = Array.from({ length: columns }, (_, c) => gains.map((row) => row[c] ?? 0));
  const byColumn = assignRows(transposed, columns, rows);
  return Array.from({ length: rows }, (_, row) => byColumn.indexOf(row));
}

/** For at least as many columns as rows. Row 0 and column 0 of the tables stand for "none". */
function assignRows(gains: readonly (readonly number[])[], rows: number, columns: number) {
  const rowPrices = new Float64Array(rows + 1);
  const columnPrices = new Float64Array(columns + 1);
  const rowOf = new Int32Array(columns + 1);
  const cost = (row: number, column: number) =>
    -(gains[row - 1]?.[column - 1] ?? 0) - (rowPrices[row] ?? 0) - (columnPrices[column] ?? 0);
  for (let row = 1; row <= rows; row++) augment(row, { rowPrices, columnPrices, rowOf, cost });
  const assigned = Array<number>(rows).fill(-1);
  for (const [column, row] of rowOf.entries())
    if (column > 0 && row > 0) assigned[row - 1] = column - 1;
  return assigned;
}

type Tables = {
  readonly rowPrices: Float64Array;
  readonly columnPrices: Float64Array;
  /** The row of each column, 0 if it is free. */
  readonly rowOf: Int32Array;
  readonly cost: (row: number, column: number) => number;
};

/** Assigns one more row along the cheapest path to a free column. */
function augment(row: number, { rowPrices, columnPrices, rowOf, cost }: Tables): void {
  const least = new Float64Array(rowOf.length).fill(Infinity);
  const before = new Int32Array(rowOf.length);
  const used = new Uint8Array(rowOf.length);
  rowOf[0] = row;
  let column = 0;
  while ((rowOf[column] ?? 0) !== 0) {
    used[column] = 1;
    const current = rowOf[column] ?? 0;
    let [step, nextColumn] = [Infinity, 0];
    for (let other = 1; other < rowOf.length; other++) {
      if (used[other] === 1) continue;
      const reduced = cost(current, other);
      if (reduced < (least[other] ?? 0)) [least[other], before[other]] = [reduced, column];
      if ((least[other] ?? 0) < step) [step, nextColumn] = [least[other] ?? 0, other];
    }
    for (const [other, isUsed] of used.entries()) {
      if (isUsed === 1) {
        rowPrices[rowOf[other] ?? 0] = (rowPrices[rowOf[other] ?? 0] ?? 0) + step;
        columnPrices[other] = (columnPrices[other] ?? 0) - step;
      } else least[other] = (least[other] ?? 0) - step;
    }
    column = nextColumn;
  }
  while (column !== 0) {
    const previous = before[column] ?? 0;
    rowOf[column] = rowOf[previous] ?? 0;
    column = previous;
  }
}
