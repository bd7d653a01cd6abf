import type { Span } from './conversation.js';

/** The index of the first span that ends after a time; spans are in order and do not overlap. */
export function firstEndingAfter(spans: readonly Span[], seconds: number): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.end ?? Infinity) > seconds) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Whether a time lies within one of the spans, which are in order and do not overlap. */
export function contains(spans: readonly Span[], seconds: number): boolean {
  const span = spans[firstEndingAfter(spans, seconds)];
  return span !== undefined && span.start <= seconds;
}

/** The parts of ordered spans that lie within a span. */
export function clip(spans: readonly Span[], { start, end }: Span): Span[] {
  const parts: Span[] = [];
  for (let at = firstEndingAfter(spans, start); at < spans.length; at++) {
    const span = spans[at];
    if (!span || span.start >= end) break;
    parts.push({ start: Math.max(start, span.start), end: Math.min(end, span.end) });
  }
  return parts;
}

/** The longest part of ordered spans within a span; `undefined` if there is none. */
export function largestPart(spans: readonly Span[], within: Span): Span | undefined {
  return clip(spans, within).reduce<Span | undefined>(
    (best, part) => (!best || part.end - part.start > best.end - best.start ? part : best),
    undefined,
  );
}

/** The sum of the lengths. */
export const secondsOf = (spans: readonly Span[]): number =>
  spans.reduce((sum, { start, end }) => sum + (end - start), 0);

/** Joins spans that overlap, touch or are at most `gap` seconds apart, and sorts them. */
export function join(spans: readonly Span[], gap = 0): Span[] {
  const joined: { start: number; end: number }[] = [];
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    const last = joined.at(-1);
    if (last && start - last.end <= gap) last.end = Math.max(last.end, end);
    else joined.push({ start, end });
  }
  return joined;
}

/**
 * Where at least `depth` lists have a span at the same time, in order.
 *
 * @param lists each in order and without overlap
 */
export function covered(lists: readonly (readonly Span[])[], depth: number): Span[] {
  const edges = lists
    .flat()
    .flatMap(({ start, end }) => [
      { at: start, change: 1 },
      { at: end, change: -1 },
    ])
    // At one time, ends come first, so that spans that touch do not overlap.
    .sort((a, b) => a.at - b.at || a.change - b.change);
  const found: Span[] = [];
  let level = 0;
  let start = 0;
  for (const { at, change } of edges) {
    level += change;
    if (change === 1 && level === depth) start = at;
    if (change === -1 && level === depth - 1 && at > start) found.push({ start, end: at });
  }
  return join(found);
}
