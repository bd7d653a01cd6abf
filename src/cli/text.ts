/** Megabytes for people. */
export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
}

/** A duration as a clock shows it: `1:30`, `2:05:00`. */
export function clock(seconds: number): string {
  const [hours, minutes, rest] = [seconds / 3600, (seconds / 60) % 60, seconds % 60].map(
    Math.floor,
  );
  const padded = (value = 0) => String(value).padStart(2, '0');
  return hours ? `${hours}:${padded(minutes)}:${padded(rest)}` : `${minutes ?? 0}:${padded(rest)}`;
}

/** A text of a stranger's for the terminal: control characters, which could write over it, are shown as `?`. */
export function printable(text: string): string {
  return text.replace(/[^\P{C}\n]/gu, '?');
}

/** Columns padded to their widest cell, the last one left as it is. */
export function alignColumns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, at) =>
    Math.max(...rows.map((row) => displayWidth(row[at] ?? ''))),
  );
  const line = (row: readonly string[]) =>
    row.map((cell, at) => padCell(printable(cell), widths[at] ?? 0)).join('  ');
  return rows.map((row) => `${line(row).trimEnd()}\n`).join('');
}

/** Pads a text that may hold Chinese characters to a number of terminal columns. */
export function padCell(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}

/** Terminal columns of a text: Chinese characters and their punctuation take two. */
export function displayWidth(text: string): number {
  const wide = /[\p{Script=Han}\u3000-\u303f\uff00-\uff60]/u;
  return Array.from(text).reduce((sum, character) => sum + (wide.test(character) ? 2 : 1), 0);
}
