import { FileError } from '../../errors.js';
import type { Clip, ClipList, Problem } from './clip.js';
import { parseSeconds } from './parse-seconds.js';
import { badRow, parseRows, type Row } from './parse-rows.js';
import { parseVotes } from './parse-votes.js';

/** The columns of a table, each with the names under which it is found, in lower case. */
const COLUMNS = {
  file: [
    'file',
    'path',
    'filename',
    'file_name',
    'filepath',
    'file_path',
    'wav',
    'wav_path',
    'audio',
    'audio_path',
    'clip',
  ],
  label: ['label', 'emotion', 'emo', 'class', 'category', 'target'],
  speaker: ['speaker', 'speaker_id', 'spk', 'spk_id', 'actor'],
  session: ['session', 'session_id', 'dialogue', 'dialog'],
  language: ['language', 'lang'],
  gender: ['gender', 'sex'],
  corpus: ['corpus', 'dataset'],
  fold: ['fold', 'split'],
  start: ['start', 'start_seconds', 'begin'],
  end: ['end', 'end_seconds', 'stop'],
  votes: ['votes', 'ratings'],
  arousal: ['arousal', 'activation', 'act', 'aro'],
  valence: ['valence', 'val'],
  dominance: ['dominance', 'dom'],
} as const;

/** A column of a table. */
export type ColumnName = keyof typeof COLUMNS;

/** The names of columns that differ from the usual ones. */
export type ColumnNames = Partial<Readonly<Record<ColumnName, string>>>;

/** All columns that a table may have. */
export const COLUMN_NAMES = Object.keys(COLUMNS) as ColumnName[];

const DIMENSIONS = ['arousal', 'valence', 'dominance'] as const;
const TEXTS = ['speaker', 'session', 'language', 'gender', 'corpus', 'fold'] as const;

/**
 * Reads a table of clips: CSV with commas, semicolons or tabs, or one JSON object on each line.
 *
 * @param name of the table, for texts
 * @param names of columns that differ from the usual ones
 * @throws FileError `file-unreadable` if it is empty or has no column with files
 */
export function readTable(text: string, name: string, names: ColumnNames = {}): ClipList {
  const { rows, problems } = parseRows(text, name);
  const found = columnsOf(rows, name, names);
  const clips: Clip[] = [];
  const bad: Problem[] = [...problems];
  for (const row of rows) {
    const clip = toClip(row, found);
    if (typeof clip === 'string') bad.push(badRow(name, row.line, clip));
    else clips.push(clip);
  }
  return { clips, problems: bad, format: 'table' };
}

type FoundColumns = Partial<Record<ColumnName, string>>;

function columnsOf(rows: readonly Row[], name: string, names: ColumnNames): FoundColumns {
  const present = new Set(rows.slice(0, 100).flatMap(({ cells }) => Object.keys(cells)));
  const found: FoundColumns = {};
  for (const column of COLUMN_NAMES) {
    const wanted = names[column]?.trim().toLowerCase();
    const place = wanted ?? COLUMNS[column].find((each) => present.has(each));
    if (wanted !== undefined && !present.has(wanted)) throw missing(name, wanted, present);
    if (place !== undefined) found[column] = place;
  }
  if (rows.length === 0) throw unreadable(name, 'it lists no clip');
  if (found.file === undefined) throw missing(name, 'file', present);
  return found;
}

/** A clip, or what is wrong with the row. */
function toClip({ cells }: Row, found: FoundColumns): Clip | string {
  const text = (column: ColumnName) => cellText(cells[found[column] ?? '']);
  const file = text('file');
  if (file === undefined) return 'it names no file';
  const times = [text('start'), text('end')].map((each) =>
    each === undefined ? undefined : parseSeconds(each),
  );
  const [start, end] = times;
  if (times.some((each) => each !== undefined && Number.isNaN(each)))
    return 'its start or end is not a time';
  if (end !== undefined && end <= (start ?? 0)) return 'it ends before it starts';
  const votes = found.votes === undefined ? undefined : parseVotes(cells[found.votes]);
  if (votes === 'bad') return 'its votes are not like "ang:2;hap:1"';
  const dimensions = dimensionsOf(text);
  if (dimensions === 'bad') return 'a dimension of it is not a number';
  return {
    file: file.replaceAll('\\', '/'),
    label: text('label'),
    ...Object.fromEntries(
      TEXTS.flatMap((column) => {
        const value = text(column);
        return value === undefined ? [] : [[column, value]];
      }),
    ),
    ...(start !== undefined && start > 0 && { start }),
    ...(end !== undefined && { end }),
    ...(votes && { votes }),
    ...(dimensions && { dimensions }),
  };
}

function dimensionsOf(text: (column: ColumnName) => string | undefined) {
  const entries = DIMENSIONS.flatMap((column) => {
    const value = text(column);
    return value === undefined ? [] : [[column, Number(value)] as const];
  });
  if (entries.some(([, value]) => !Number.isFinite(value))) return 'bad';
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

/** The text of a cell; `undefined` if it is empty, as pandas and spreadsheets write it. */
function cellText(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  return text === '' || /^(nan|nat|none|null|<na>)$/i.test(text) ? undefined : text;
}

function missing(name: string, column: string, present: ReadonlySet<string>): FileError {
  const columns = [...present].slice(0, 20).join(', ');
  return unreadable(name, `it has no column named ${column}, but ${columns || 'none'}`);
}

function unreadable(name: string, problem: string): FileError {
  return new FileError(
    'file-unreadable',
    `Could not use ${name} as a list of clips: ${problem}. Expected CSV, TSV or JSON lines with the columns file and label; name others with --column, e.g. --column file=path.`,
  );
}
