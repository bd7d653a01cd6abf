import { parse } from 'yaml';
import { FileError } from '../../errors.js';
import { type Clip, type CorpusFolder, clipName, type ClipList } from './clip.js';
import { type ColumnNames, readTable } from './read-table.js';

const HEADER = 'db.yaml';

type Header = {
  readonly name?: unknown;
  readonly languages?: unknown;
  readonly tables?: Readonly<Record<string, unknown>>;
  readonly schemes?: Readonly<Record<string, { readonly labels?: unknown } | null>>;
};

/** Whether a folder is a database of audformat. */
export const isAudformat = ({ files }: CorpusFolder) => files.includes(HEADER);

/**
 * Reads the tables of an audformat database that are stored as CSV. What several tables say about a file
 * is joined; the gender of a speaker comes from the scheme of the speakers.
 *
 * @see https://audeering.github.io/audformat/
 * @throws FileError if no table has a column of emotions
 */
export async function readAudformat(
  folder: CorpusFolder,
  names: ColumnNames = {},
): Promise<ClipList> {
  const header = (parse(await folder.readText(HEADER)) ?? {}) as Header;
  const tables = Object.keys(header.tables ?? {}).map((table) => `db.${table}.csv`);
  const read = await Promise.all(
    tables
      .filter((file) => folder.files.includes(file))
      .map(async (file) => readPart(await folder.readText(file), file, names)),
  );
  const labelled = read
    .flatMap(({ clips }) => clips)
    .filter(({ label, dimensions }) => label !== undefined || dimensions !== undefined);
  if (labelled.length === 0) throw noEmotions(header, names);
  const facts = new Map<string, Clip>();
  for (const clip of read.flatMap(({ clips }) => clips))
    facts.set(clip.file, { ...facts.get(clip.file), ...defined(clip) });
  const genders = gendersOf(header);
  const [language] = Array.isArray(header.languages) ? (header.languages as unknown[]) : [];
  const clips = labelled.map((clip): Clip => {
    const about = facts.get(clip.file) ?? clip;
    const joined = { ...about, start: undefined, end: undefined, ...defined(clip) };
    const gender = joined.gender ?? genders.get(joined.speaker ?? '');
    return {
      ...joined,
      ...(gender !== undefined && { gender }),
      ...(typeof language === 'string' && joined.language === undefined && { language }),
      ...(typeof header.name === 'string' && { corpus: header.name }),
    };
  });
  const once = new Map(clips.map((clip) => [clipName(clip), clip]));
  return {
    clips: [...once.values()],
    problems: read.flatMap(({ problems }) => problems),
    format: 'audformat',
  };
}

/** Reads one table, which may be empty and need not have all the columns that are named. */
function readPart(
  text: string,
  file: string,
  names: ColumnNames,
): Pick<ClipList, 'clips' | 'problems'> {
  const [header = '', ...rows] = text.trim().split(/\r\n|\n/);
  if (rows.length === 0) return { clips: [], problems: [] };
  const columns = header.toLowerCase().split(',');
  const present = Object.entries(names).filter(([, name]) => columns.includes(name.toLowerCase()));
  return readTable(text, file, Object.fromEntries(present));
}

const defined = (clip: Clip) =>
  Object.fromEntries(Object.entries(clip).filter(([, value]) => value !== undefined)) as Clip;

function gendersOf({ schemes }: Header): Map<string, string> {
  const labels = schemes?.['speaker']?.labels;
  const entries = typeof labels === 'object' && labels !== null ? Object.entries(labels) : [];
  return new Map(
    entries.flatMap(([speaker, facts]: [string, unknown]) => {
      const gender =
        typeof facts === 'object' && facts !== null && 'gender' in facts ? facts.gender : undefined;
      return typeof gender === 'string' ? [[speaker, gender] as const] : [];
    }),
  );
}

function noEmotions({ tables }: Header, { label = 'emotion' }: ColumnNames): FileError {
  return new FileError(
    'file-unreadable',
    `Found no table with the column ${label} stored as CSV in the audformat database, but the tables ${Object.keys(tables ?? {}).join(', ')}. Save them with storage_format="csv", or name the column with --column label=NAME.`,
  );
}
