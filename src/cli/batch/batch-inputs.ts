import { readFile, stat } from 'node:fs/promises';
import { dirname, extname, isAbsolute, join } from 'node:path';
import { FileError } from '../../errors.js';
import { type Clip, clipName, openClip, readTable } from '../../evaluation/index.js';
import { expandInputs, type Input } from '../expand-inputs.js';
import type { Io } from '../io.js';

/** A recording of a batch. */
export type BatchInput = Input & {
  /** The file whose size and time say whether a result is still valid. */
  readonly file: string;
};

/** A list of a million files has less. */
const MAX_LIST_BYTES = 1 << 28;

/** What reads the clips of a list, by the extension of its name. */
const LISTS: Readonly<Record<string, (text: string, place: string) => readonly Clip[]>> = {
  '.txt': readLines,
  '.lst': readLines,
  '.csv': readRows,
  '.tsv': readRows,
  '.jsonl': readRows,
};

/**
 * Turns the words of a command line into the recordings of a batch: files, patterns, folders with their
 * subfolders, and lists. Each is returned once, in a fixed order.
 *
 * @throws FileError if a list cannot be read
 */
export async function batchInputs(words: readonly string[], io: Io): Promise<BatchInput[]> {
  const inputs = new Map<string, BatchInput>();
  for (const word of words)
    for (const input of await inputsOf(word, io))
      if (!inputs.has(input.name)) inputs.set(input.name, input);
  return [...inputs.values()];
}

async function inputsOf(word: string, io: Io): Promise<BatchInput[]> {
  const readList = LISTS[extname(word).toLowerCase()];
  const found = await stat(word).catch(() => undefined);
  if (readList && found?.isFile()) return await listedInputs(word, readList, io);
  return (await expandInputs([word], true, io)).map((input) => ({ ...input, file: input.name }));
}

async function listedInputs(place: string, read: (typeof LISTS)[string], io: Io) {
  const clips = read(await readText(place), place);
  const inputs: BatchInput[] = [];
  for (const clip of clips) {
    const file = await findFile(place, clip.file);
    const found = { ...clip, file };
    // Opened when its turn comes: a file that is missing is a failure of its own.
    inputs.push({ name: clipName(found), file, open: () => openClip(found, io.signal) });
  }
  if (inputs.length > 0) return inputs;
  throw new FileError('file-unreadable', `Could not use ${place}: it lists no recording.`);
}

async function readText(place: string): Promise<string> {
  try {
    if ((await stat(place)).size <= MAX_LIST_BYTES) return await readFile(place, 'utf8');
  } catch (error) {
    throw FileError.from(error, place, 'read');
  }
  throw new FileError(
    'file-unreadable',
    `Could not read ${place}: it is larger than ${MAX_LIST_BYTES} bytes. Split the list.`,
  );
}

/** A path on each line; empty lines and lines that begin with `#` are skipped. */
function readLines(text: string): readonly Clip[] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((file) => ({ file }));
}

/** A lost row would be a recording without a result. */
function readRows(text: string, place: string): readonly Clip[] {
  const { clips, problems } = readTable(text, place);
  const [problem] = problems;
  if (problem) throw new FileError('file-unreadable', problem.text);
  return clips;
}

/** A path is relative to the list, or else to the current folder. */
async function findFile(place: string, file: string): Promise<string> {
  if (isAbsolute(file)) return file;
  const beside = join(dirname(place), file);
  const exists = async (path: string) => (await stat(path).catch(() => undefined)) !== undefined;
  return (await exists(beside)) || !(await exists(file)) ? beside : file;
}
