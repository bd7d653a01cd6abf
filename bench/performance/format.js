/** Formats figures, and tables in Markdown. */

/** A table; every cell is text. */
export function table(header, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |\n`;
  return (
    line(header) +
    line(header.map((_, at) => (at === 0 ? '---' : '---:'))) +
    rows.map(line).join('')
  );
}

/** Milliseconds with the significant digits. */
export function milliseconds(value) {
  return value < 10 ? `${value.toFixed(1)} ms` : `${value.toFixed(0)} ms`;
}

/** Converts milliseconds to seconds. */
export function seconds(value) {
  return `${(value / 1000).toFixed(value < 10_000 ? 2 : 1)} s`;
}

/** The median, and half the distance between the quartiles in per cent of it. */
export function spread({ median, lower, upper }, unit = milliseconds) {
  return `${unit(median)} ±${((50 * (upper - lower)) / median).toFixed(0)} %`;
}

/** Bytes as megabytes of 10^6 bytes. */
export function megabytes(bytes) {
  return bytes === undefined ? 'not told' : `${Math.round(bytes / 1e6)} MB`;
}

/** A share from 0 to 1 in per cent. */
export function percent(share) {
  return `${(100 * share).toFixed(0)} %`;
}
