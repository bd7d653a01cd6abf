import type { Conversation, Span } from '../conversation.js';
import type { WriteOptions } from './analysed-recording.js';
import { type Row, rowsOf } from './rows.js';

/** A subtitle, in milliseconds. */
export type Cue = Span & {
  /** Absent if nobody else speaks. */
  readonly speaker: string | undefined;
  /** The label with its probability, e.g. `angry 83%`, or the dimensions with their values. */
  readonly text: string;
};

/** The subtitles of a conversation. Each lasts at least a millisecond, because readers drop empty ones. */
export function cuesOf(conversation: Conversation, { content, language }: WriteOptions): Cue[] {
  const hasSeveral = conversation.speakers.length > 1;
  return rowsOf(conversation, content).map((row) => {
    const start = Math.round(Math.max(0, row.start) * 1000);
    return {
      start,
      end: Math.max(start + 1, Math.round(row.end * 1000)),
      speaker: hasSeveral ? row.speakerWords[language] : undefined,
      text: describe(row, language),
    };
  });
}

function describe({ words, score }: Row, language: WriteOptions['language']): string {
  const text = words[language];
  return score === undefined ? text : `${text} ${Math.round(score * 100)}%`;
}
