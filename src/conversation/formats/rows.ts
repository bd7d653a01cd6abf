import type { Bilingual, Finding } from '../../findings.js';
import { nameLabel } from '../../labels.js';
import type { Conversation, Moment, Span } from '../conversation.js';
import type { WriteOptions } from './analysed-recording.js';
import { speakerNames, speakerWords } from './names.js';

/** A segment, a moment, or a point of the course of dimensions, as the writers need it. */
export type Row = Span & {
  /** The `id` of the speaker. */
  readonly speakerId: string;
  /** The name of the speaker for programs, unique within the conversation. */
  readonly speaker: string;
  /** The same for people. */
  readonly speakerWords: Bilingual;
  /** For programs: the id of the label, or the dimensions with their values. */
  readonly code: string;
  /** The same for people. */
  readonly words: Bilingual;
  /** The probability of the label, 0 to 1; absent for dimensions. */
  readonly score?: number;
  /** One per label of the model, `[classes]` or `[dimensions]`; a moment has none. */
  readonly values?: readonly number[];
  readonly findings: readonly Finding[];
  /** Present for a moment only. */
  readonly moment?: Moment;
};

/**
 * The segments of a conversation, or its moments, in the order of their starts. A model with
 * dimensions has no segments, but points of a course.
 */
export function rowsOf(conversation: Conversation, content: WriteOptions['content']): Row[] {
  return found(conversation, content).sort((a, b) => a.start - b.start || a.end - b.end);
}

function found(conversation: Conversation, content: WriteOptions['content']): Row[] {
  const named = namer(conversation);
  if (content === 'moments')
    return conversation.moments.map((moment) => {
      const row = { ...named(moment), findings: [], moment };
      return moment.level === undefined ? row : withValue(row, moment);
    });
  if (conversation.task === 'regression') return courseRows(conversation);
  return conversation.segments.map((segment) => {
    const { probabilities: values, findings } = segment;
    return { ...named(segment), values, findings };
  });
}

/** Replaces the probability of a moment by the value of its dimension, as in a course. */
function withValue({ score, words, ...row }: Row, { label }: Moment): Row {
  const value = (score ?? NaN).toFixed(2);
  const named = { en: `${words.en} ${value}`, zh: `${words.zh} ${value}` };
  return { ...row, code: `${label} ${value}`, words: named };
}

/** What segments and moments have in common. */
function namer(conversation: Conversation) {
  const speakers = speakerNamer(conversation);
  const labels = new Map(conversation.labels.map((label) => [label.id, label]));
  return ({ start, end, speaker, label, score }: Omit<Moment, 'reason'>) => ({
    ...{ start, end, score, code: label, words: labels.get(label) ?? nameLabel(label) },
    ...speakers(speaker),
  });
}

function speakerNamer(conversation: Conversation) {
  const names = speakerNames(conversation);
  const words = speakerWords(conversation);
  return (id: string) => ({
    speakerId: id,
    speaker: names.get(id) ?? id,
    speakerWords: words.get(id) ?? { en: id, zh: id },
  });
}

function courseRows(conversation: Conversation): Row[] {
  const speakers = speakerNamer(conversation);
  return conversation.summary.speakers.flatMap(({ speaker, course = [] }) =>
    course.map(({ start, end, values }) => {
      const list = (word: 'id' | 'en' | 'zh') =>
        conversation.labels
          .map((label, at) => `${label[word]} ${(values[at] ?? NaN).toFixed(2)}`)
          .join(' ');
      return {
        ...{ start, end, values, findings: [], ...speakers(speaker) },
        code: list('id'),
        words: { en: list('en'), zh: list('zh') },
      };
    }),
  );
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
