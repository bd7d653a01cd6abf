import type { Finding } from '../../findings.js';
import { type Label, nameLabel } from '../../labels.js';
import type { Conversation, Moment, Span } from '../conversation.js';
import type { WriteOptions } from './analysed-recording.js';
import { speakerNames } from './names.js';

/** A segment or a moment as the writers need it. */
export type Row = Span & {
  /** The `id` of the speaker. */
  readonly speakerId: string;
  /** The name of the speaker, unique within the conversation. */
  readonly speaker: string;
  readonly label: Label;
  /** The probability of `label`, 0 to 1. */
  readonly score: number;
  /** `[classes]`; a moment has none. */
  readonly probabilities?: readonly number[];
  readonly findings: readonly Finding[];
  /** Absent for a segment. */
  readonly moment?: Moment;
};

/** The segments of a conversation, or its moments, in the order of their starts. */
export function rowsOf(conversation: Conversation, content: WriteOptions['content']): Row[] {
  const names = speakerNames(conversation);
  const labels = new Map(conversation.labels.map((label) => [label.id, label]));
  const found = ({ start, end, speaker, label, score }: Omit<Moment, 'reason'>) => ({
    start,
    end,
    speakerId: speaker,
    speaker: names.get(speaker) ?? speaker,
    label: labels.get(label) ?? nameLabel(label),
    score,
  });
  const rows: Row[] =
    content === 'segments'
      ? conversation.segments.map((segment) => {
          const { probabilities, findings } = segment;
          return { ...found(segment), probabilities, findings };
        })
      : conversation.moments.map((moment) => ({ ...found(moment), findings: [], moment }));
  return rows.sort((a, b) => a.start - b.start || a.end - b.end);
}

/** The rows of each speaker of a conversation, also of those without any. */
export function rowsBySpeaker(
  conversation: Conversation,
  content: WriteOptions['content'],
): (readonly [speaker: string, rows: readonly Row[]])[] {
  const rows = rowsOf(conversation, content);
  return [...speakerNames(conversation)].map(([id, name]) => [
    name,
    rows.filter(({ speakerId }) => speakerId === id),
  ]);
}

/**
 * Rounds the times of one tier and shortens what overlaps: in a tier an annotation begins where the
 * one before it ends, or later. What becomes empty is left out.
 *
 * @param unitsPerSecond precision of the format
 * @param duration in seconds; nothing lasts longer
 * @returns times as whole numbers of units
 */
export function tierRows(
  rows: readonly Row[],
  unitsPerSecond: number,
  duration: number,
): (Row & Span)[] {
  const toUnits = (seconds: number) =>
    Math.round(Math.min(duration, Math.max(0, seconds)) * unitsPerSecond);
  let free = 0;
  const kept: Row[] = [];
  for (const row of rows) {
    const start = Math.max(free, toUnits(row.start));
    const end = toUnits(row.end);
    if (end <= start) continue;
    kept.push({ ...row, start, end });
    free = end;
  }
  return kept;
}
