import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { LabelledClip } from '../classifier/index.js';
import { FileError } from '../errors.js';

/** A list of a million recordings has less; a larger file is not one. */
const MAX_LIST_BYTES = 1 << 27;

/**
 * Reads labelled clips: folders that are named after labels, or a CSV file with the columns `file`, `label`
 * and perhaps `speaker`. A path is relative to the CSV file.
 *
 * @throws FileError if it cannot be read, or names no clip
 */
export async function readClips(place: string): Promise<readonly LabelledClip[]> {
  const found = await stat(place).catch((error: unknown) => {
    throw FileError.from(error, place, 'read');
  });
  const clips = found.isDirectory() ? await readFolders(place) : await readList(place, found.size);
  if (clips.length === 0) throw unreadable(place, 'it contains no clip');
  return clips;
}

async function readFolders(place: string): Promise<LabelledClip[]> {
  const entries = await readdir(place, { withFileTypes: true });
  const labels = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
  const clips: LabelledClip[] = [];
  for (const label of labels.map(({ name }) => name).sort()) {
    const files = await readdir(join(place, label), { withFileTypes: true });
    const names = files.filter((file) => file.isFile() && !file.name.startsWith('.'));
    for (const file of names.map(({ name }) => name).sort())
      clips.push({ file: join(place, label, file), label });
  }
  return clips;
}

async function readList(place: string, bytes: number): Promise<LabelledClip[]> {
  if (bytes > MAX_LIST_BYTES) throw unreadable(place, `it is larger than ${MAX_LIST_BYTES} bytes`);
  return parseRows(await readFile(place, 'utf8'), place).map((row, at) => {
    const { file, label, speaker } = row;
    if (file === undefined || label === undefined)
      throw unreadable(place, `it has no column named ${file === undefined ? 'file' : 'label'}`);
    if (file === '' || label === '')
      throw unreadable(place, `row ${at + 1} names no ${file === '' ? 'file' : 'label'}`);
    const path = resolve(file) === file ? file : join(dirname(place), file);
    return { file: path, label, ...(speaker !== undefined && speaker !== '' && { speaker }) };
  });
}

function parseRows(text: string, place: string): readonly Readonly<Record<string, string>>[] {
  try {
    return parse(text, {
      ...{ bom: true, skip_empty_lines: true, trim: true, delimiter: [',', ';', '\t'] },
      columns: (names: string[]) => names.map((name) => name.trim().toLowerCase()),
    });
  } catch (error) {
    throw unreadable(place, `it is not CSV (${(error as Error).message})`, error);
  }
}

function unreadable(place: string, problem: string, cause?: unknown): FileError {
  return new FileError(
    'file-unreadable',
    `Could not read clips from ${basename(place)}: ${problem}. Expected a folder with one folder for each label, or CSV with the columns file, label and perhaps speaker.`,
    { cause },
  );
}
