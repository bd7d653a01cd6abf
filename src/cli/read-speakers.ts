import { readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import { FileError } from '../errors.js';

/** A list of a million recordings has less; a larger file is not one. */
const MAX_LIST_BYTES = 1 << 27;

/** Who speaks in the recordings of a list. */
export type SpeakerList = {
  /** The recordings as they are opened, in the order of the list. */
  readonly paths: readonly string[];
  /** The speaker of a recording; `undefined` if the list names none. */
  readonly speakerOf: (path: string) => string | undefined;
};

/**
 * Reads a CSV file with the columns `file` and `speaker`; others are ignored. Commas, semicolons and
 * tabs separate columns, because spreadsheets of different countries write different ones. A path is
 * relative to the list, or else to the current folder.
 *
 * @throws FileError if the file cannot be read, is not CSV, or has other columns
 */
export async function readSpeakers(place: string): Promise<SpeakerList> {
  const speakers = new Map<string, string>();
  const paths: string[] = [];
  for (const [at, row] of parseRows(await readList(place), place).entries()) {
    const { file, speaker } = row;
    if (file === undefined || speaker === undefined)
      throw unreadable(place, `it has no column named ${file === undefined ? 'file' : 'speaker'}`);
    if (file === '') throw unreadable(place, `line ${at + 2} names no file`);
    const path = await findFile(place, file);
    paths.push(path);
    // A recording without a speaker is judged alone.
    if (speaker !== '') speakers.set(resolve(path), speaker);
  }
  if (paths.length === 0) throw unreadable(place, 'it lists no recording');
  return { paths, speakerOf: (path) => speakers.get(resolve(path)) };
}

async function readList(place: string): Promise<string> {
  try {
    if ((await stat(place)).size <= MAX_LIST_BYTES) return await readFile(place, 'utf8');
  } catch (error) {
    throw FileError.from(error, place, 'read');
  }
  throw unreadable(place, `it is larger than ${MAX_LIST_BYTES} bytes`);
}

function parseRows(text: string, place: string): readonly Readonly<Record<string, string>>[] {
  try {
    return parse(text, {
      bom: true,
      columns: (names: string[]) => names.map((name) => name.trim().toLowerCase()),
      delimiter: [',', ';', '\t'],
      skip_empty_lines: true,
      trim: true,
    });
  } catch (error) {
    throw unreadable(place, `it is not CSV (${(error as Error).message})`, error);
  }
}

async function findFile(place: string, file: string): Promise<string> {
  const beside = resolve(file) === file ? file : join(dirname(place), file);
  const exists = async (path: string) => (await stat(path).catch(() => undefined)) !== undefined;
  return (await exists(beside)) || !(await exists(file)) ? beside : file;
}

function unreadable(place: string, problem: string, cause?: unknown): FileError {
  return new FileError(
    'file-unreadable',
    `Could not use ${place} as a list of speakers: ${problem}. Expected CSV with the columns file and speaker in its first line.`,
    { cause },
  );
}
