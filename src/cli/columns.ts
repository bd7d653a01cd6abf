import stringWidth from 'string-width';
import { printableName } from './text.js';

/** Pads columns to their widest cell; the last column is not padded. */
export function alignColumns(rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map(printableName));
  const widths = (rows[0] ?? []).map((_, at) => widest(cells.map((row) => row[at] ?? '')));
  return cells
    .map(
      (row) =>
        `${row
          .map((cell, at) => padCell(cell, widths[at] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

/** Pads a text to a number of terminal columns. */
export function padCell(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - stringWidth(text)));
}

/** Terminal columns of the widest text. */
export function widest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, stringWidth(text)), 0);
}
