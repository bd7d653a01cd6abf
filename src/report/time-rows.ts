import type { Span } from '../conversation/index.js';

/** Lengths of a row of the chart in seconds: a recording up to the first has one row. */
const ROW_SECONDS = [300, 600, 900, 1800, 3600, 7200, 14_400];
/** More rows would fill the page. */
const MOST_ROWS = 8;
/** Labels of an axis that fit on a phone. */
const MOST_TICKS = 6;
const TICK_SECONDS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600];

/** A long recording is drawn in several rows, as lines of a text. All have the same scale. */
export function timeRows(durationSeconds: number): Span[] {
  const fits = (seconds: number) => durationSeconds <= MOST_ROWS * seconds;
  const longest = ROW_SECONDS.find(fits) ?? durationSeconds / MOST_ROWS;
  const seconds = Math.min(longest, durationSeconds);
  const count = Math.max(1, Math.ceil(durationSeconds / Math.max(seconds, 1e-9)));
  return Array.from({ length: count }, (_, at) => ({
    start: at * seconds,
    end: (at + 1) * seconds,
  }));
}

/** The round times within a row, in seconds. */
export function ticksOf({ start, end }: Span): number[] {
  const step = TICK_SECONDS.find((each) => (end - start) / each <= MOST_TICKS) ?? 7200;
  const first = Math.ceil(start / step - 1e-6);
  const count = Math.floor((end - 1e-6) / step) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, at) => (first + at) * step);
}

/** A place or length as a percentage of a row, for attributes of SVG. */
export function percentOf(seconds: number, { start, end }: Span): string {
  return `${Number(((100 * seconds) / (end - start)).toFixed(3))}%`;
}

/** The part of a span that lies in a row; `undefined` if none does. */
export function within(span: Span, row: Span): Span | undefined {
  const [start, end] = [Math.max(span.start, row.start), Math.min(span.end, row.end)];
  return end > start ? { start, end } : undefined;
}
