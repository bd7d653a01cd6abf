import {
  type AnalysedRecording,
  type Conversation,
  describeMoment,
  type Moment,
} from '../../conversation/index.js';
import { FINDINGS } from '../../findings.js';
import { widest } from '../columns.js';
import { clock, printableName } from '../text.js';
import { speakerLines } from './speaker-lines.js';
import { stripLines } from './strip-lines.js';
import type { TableStyle } from './table-style.js';

/** The table lists the best moments; `--moments` lists all. */
const MOMENTS_SHOWN = 8;

/** Draws a conversation for people: a strip and bars for each speaker, and the moments in words. */
export function drawConversation(recording: AnalysedRecording, style: TableStyle): string {
  const { conversation } = recording;
  const shown = conversation.moments.slice(0, MOMENTS_SHOWN);
  const hidden = conversation.moments.length - shown.length;
  return paragraph([
    titleLine(recording, style),
    ...findingLines(conversation, style),
    ...stripLines(conversation, style),
    ...speakerLines(conversation, style),
    ...momentLines(conversation, shown, style),
    ...(hidden > 0 ? [`  ${style.color.dim(style.words.more(hidden))}`] : []),
  ]);
}

/** Lists all moments of a conversation in words. */
export function drawMoments(recording: AnalysedRecording, style: TableStyle): string {
  const { conversation } = recording;
  return paragraph([
    titleLine(recording, style),
    ...findingLines(conversation, style),
    ...momentLines(conversation, conversation.moments, style),
  ]);
}

function titleLine({ file, conversation }: AnalysedRecording, { words, color }: TableStyle) {
  const { durationSeconds, speakers, summary, model } = conversation;
  const facts = [
    clock(durationSeconds),
    speakers.length > 0 ? words.speakers(speakers.length) : words.silence,
    ...(speakers.length > 1
      ? [words.quiet(clock(summary.silenceSeconds), clock(summary.overlapSeconds))]
      : []),
    printableName(model),
  ];
  return `${color.bold(printableName(file))}  ${color.dim(facts.join(' · '))}`;
}

function findingLines({ findings }: Conversation, { language, color }: TableStyle): string[] {
  return findings.map(({ code }) => {
    const { text, voidsAnswer } = FINDINGS[code];
    return (voidsAnswer ? color.red : color.yellow)(`  ! ${text[language]}`);
  });
}

function momentLines(
  conversation: Conversation,
  moments: readonly Moment[],
  { language, words, color }: TableStyle,
): string[] {
  if (conversation.segments.length === 0) return [];
  if (moments.length === 0) return ['', `  ${color.dim(words.noMoments)}`];
  const times = moments.map(({ start, end }) => `${clock(start)}-${clock(end)}`);
  const width = widest(times);
  const lines = moments.map((moment, at) => {
    const number = `${at + 1}.`.padStart(4);
    const text = printableName(describeMoment(moment, conversation)[language]);
    return `  ${number} ${(times[at] ?? '').padStart(width)}  ${text}`;
  });
  return ['', `  ${color.bold(words.moments)}`, ...lines];
}

function paragraph(lines: readonly string[]): string {
  return `${lines.join('\n')}\n\n`;
}
