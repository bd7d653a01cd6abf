import type { Conversation, Span } from '../../conversation/index.js';

/** Heard before and after a moment, so that a listener finds into it. In seconds. */
const CONTEXT_SECONDS = 1;
/** The longest snippet in seconds; a longer moment is cut at its end. */
const MOST_SNIPPET_SECONDS = 20;
/** All snippets together, in seconds: 16 kB each in µ-law, 3.9 MB as base64. */
const MOST_SECONDS = 180;

/**
 * Chooses the parts of a recording that a report plays: the best moments, until their length
 * reaches three minutes.
 *
 * @returns one span for each moment, in the order of the moments; `undefined` for those without
 */
export function planSnippets({ moments, durationSeconds }: Conversation): (Span | undefined)[] {
  let left = MOST_SECONDS;
  return moments.map((moment) => {
    const start = Math.max(0, moment.start - CONTEXT_SECONDS);
    const wanted = Math.min(durationSeconds, moment.end + CONTEXT_SECONDS);
    const end = Math.min(wanted, start + MOST_SNIPPET_SECONDS);
    if (end - start > left || end <= start) return undefined;
    left -= end - start;
    return { start, end };
  });
}
