import type { Span } from '../conversation.js';
import { firstEndingAfter, join } from '../spans.js';

/** Shorter speech within another's turn is "mhm" and "yes": it neither interrupts nor takes the turn. */
const SHORTEST_TURN_SECONDS = 1;

/** A pause up to this length belongs to a turn if nobody else speaks in it. In seconds. */
const LONGEST_PAUSE_SECONDS = 2;

/** The speech of one speaker in turns: joined over pauses in which no other speaker takes the turn. */
function turnsOf(speech: readonly Span[], others: readonly Span[]): Span[] {
  const turns: { start: number; end: number }[] = [];
  for (const { start, end } of speech) {
    const last = turns.at(-1);
    if (last && start - last.end <= LONGEST_PAUSE_SECONDS && !isTaken(others, last.end, start))
      last.end = end;
    else turns.push({ start, end });
  }
  return turns;
}

/** Whether somebody else begins a turn between two times. */
function isTaken(others: readonly Span[], from: number, to: number): boolean {
  for (let at = firstEndingAfter(others, from); at < others.length; at++) {
    const other = others[at];
    if (!other || other.start >= to) return false;
    if (other.end - other.start >= SHORTEST_TURN_SECONDS) return true;
  }
  return false;
}

/** The longest turn of a speaker in seconds; 0 without speech. */
export function longestMonologue(
  speech: readonly Span[],
  others: readonly (readonly Span[])[],
): number {
  const turns = turnsOf(speech, join(others.flat()));
  return turns.reduce((longest, { start, end }) => Math.max(longest, end - start), 0);
}

/**
 * How often a speaker begins while another speaks and goes on after the other has stopped: the other
 * has lost the turn.
 */
export function countInterruptions(
  speech: readonly Span[],
  others: readonly (readonly Span[])[],
): number {
  const joined = others.map((spans) => join(spans, SHORTEST_TURN_SECONDS / 2));
  const turns = join(speech, SHORTEST_TURN_SECONDS / 2);
  const interrupts = ({ start, end }: Span): boolean =>
    end - start >= SHORTEST_TURN_SECONDS &&
    joined.some((spans) => {
      const other = spans[firstEndingAfter(spans, start)];
      if (!other || other.start >= start || other.end >= end) return false;
      return other.end - other.start >= SHORTEST_TURN_SECONDS;
    });
  return turns.filter(interrupts).length;
}
