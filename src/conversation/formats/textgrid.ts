import type { Conversation, Span } from '../conversation.js';
import type { AnalysedRecording, WriteOptions } from './analysed-recording.js';
import { oneLine } from './one-line.js';
import { type Row, rowsBySpeaker, tierRows } from './rows.js';

const UNITS_PER_SECOND = 1000;

/** An interval of a tier in milliseconds; an empty text is silence. */
type Interval = Span & { readonly text: string };

/**
 * Writes a TextGrid of Praat: one interval tier for each speaker. Intervals follow each other
 * without gaps from 0 to the end, so that silence is written, too.
 *
 * @see https://www.fon.hum.uva.nl/praat/manual/TextGrid_file_formats.html
 */
export function writeTextGrid(
  { conversation }: AnalysedRecording,
  { content }: WriteOptions,
): string {
  const duration = conversation.durationSeconds;
  // Praat refuses a grid whose end is not after its start.
  const end = Math.max(1, Math.round(duration * UNITS_PER_SECOND));
  const tiers = tiersOf(conversation, content);
  const head = ['File type = "ooTextFile"', 'Object class = "TextGrid"', '', ...range(0, end)];
  const list = ['tiers? <exists>', `size = ${tiers.length}`, 'item []:'];
  const body = tiers.flatMap(([name, rows], at) => {
    const intervals = fillGaps(tierRows(rows, UNITS_PER_SECOND, duration), end);
    return [
      ...indent(1, [`item [${at + 1}]:`]),
      ...indent(2, ['class = "IntervalTier"', `name = ${quote(name)}`, ...range(0, end)]),
      ...indent(2, [`intervals: size = ${intervals.length}`, ...intervals.flatMap(describe)]),
    ];
  });
  return `${[...head, ...list, ...body].join('\n')}\n`;
}

/** Praat cannot open a grid without tiers: if nobody speaks, the only tier is one silence. */
function tiersOf(conversation: Conversation, content: WriteOptions['content']) {
  const tiers = rowsBySpeaker(conversation, content);
  return tiers.length > 0 ? tiers : ([['speech', []]] as const);
}

function fillGaps(rows: readonly Row[], duration: number): Interval[] {
  const intervals: Interval[] = [];
  let reached = 0;
  for (const { start, end, code } of rows) {
    if (start > reached) intervals.push({ start: reached, end: start, text: '' });
    intervals.push({ start, end, text: code });
    reached = end;
  }
  if (reached < duration) intervals.push({ start: reached, end: duration, text: '' });
  return intervals;
}

function describe({ start, end, text }: Interval, at: number): string[] {
  return [`intervals [${at + 1}]:`, ...indent(1, [...range(start, end), `text = ${quote(text)}`])];
}

function range(start: number, end: number): string[] {
  return [`xmin = ${start / UNITS_PER_SECOND}`, `xmax = ${end / UNITS_PER_SECOND}`];
}

/** Praat doubles quotes within a text. */
function quote(text: string): string {
  return `"${oneLine(text).replaceAll('"', '""')}"`;
}

function indent(level: number, lines: readonly string[]): string[] {
  return lines.map((line) => `${'    '.repeat(level)}${line}`);
}
