/** Words and tables of Markdown for figures. */

/** A table; every cell is text. */
export function table(header, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |\n`;
  return (
    line(header) +
    line(header.map((_, at) => (at === 0 ? '---' : '---:'))) +
    rows.map(line).join('')
  );
}

/** Milliseconds with as many digits as say something. */
export function milliseconds(value) {
  return value < 10 ? `${value.toFixed(1)} ms` : `${value.toFixed(0)} ms`;
}

/** Seconds of milliseconds. */
export function seconds(value) {
  return `${(value / 1000).toFixed(value < 10_000 ? 2 : 1)} s`;
}

/** Median, and half the distance of the quartiles in per cent of it. */
export function spread({ median, lower, upper }, unit = milliseconds) {
  return `${unit(median)} ±${((50 * (upper - lower)) / median).toFixed(0)} %`;
}

/** Bytes in megabytes of a million. */
export function megabytes(bytes) {
  return bytes === undefined ? 'not told' : `${Math.round(bytes / 1e6)} MB`;
}

/** A share of one in per cent. */
export function percent(share) {
  return `${(100 * share).toFixed(0)} %`;
}
