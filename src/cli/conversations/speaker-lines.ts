import { type Conversation, speakerWords, type SpeakerSummary } from '../../conversation/index.js';
import { padCell, widest } from '../columns.js';
import { clock, printableName } from '../text.js';
import type { TableStyle } from './table-style.js';

const BAR_CELLS = 24;

/** What each speaker does in the whole conversation, with a bar for each emotion or dimension. */
export function speakerLines(conversation: Conversation, style: TableStyle): string[] {
  const names = speakerWords(conversation);
  return conversation.summary.speakers.flatMap((summary) => {
    const name = printableName(names.get(summary.speaker)?.[style.language] ?? summary.speaker);
    const facts = describe(summary, conversation, style);
    return ['', `  ${style.color.bold(name)}  ${facts}`, ...bars(summary, conversation, style)];
  });
}

function describe(
  { speechSeconds, syllablesPerSecond, interruptions }: SpeakerSummary,
  { durationSeconds }: Conversation,
  { words, language }: TableStyle,
): string {
  const percent = durationSeconds > 0 ? Math.round((100 * speechSeconds) / durationSeconds) : 0;
  return [
    words.speaks(clock(speechSeconds), percent),
    ...(syllablesPerSecond === undefined ? [] : [words.rate(syllablesPerSecond.toFixed(1))]),
    ...(interruptions > 0 ? [words.interruptions(interruptions)] : []),
  ].join(language === 'zh' ? '，' : ', ');
}

function bars(
  { emotions, dimensions }: SpeakerSummary,
  { labels }: Conversation,
  { language, color }: TableStyle,
): string[] {
  const values = emotions ?? dimensions ?? {};
  // An emotion that never occurs says nothing; a dimension always has a value.
  const rows = labels.filter(({ id }) => dimensions ?? (values[id] ?? 0) > 0);
  const names = rows.map((label) => printableName(label[language]));
  const width = widest(names);
  return rows.map(({ id }, at) => {
    const value = values[id] ?? 0;
    const cells = Math.round(Math.min(1, Math.max(0, value)) * BAR_CELLS);
    const bar = '█'.repeat(cells) + color.dim('░'.repeat(BAR_CELLS - cells));
    const text = emotions ? `${Math.round(value * 100)}%`.padStart(4) : value.toFixed(2);
    return `    ${padCell(names[at] ?? '', width)}  ${bar}  ${text}`;
  });
}
