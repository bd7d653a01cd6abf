import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { FileError } from '../../errors.js';
import type { Clip, CorpusFolder, ClipList, Problem } from '../clips/clip.js';
import { isAudformat, readAudformat } from '../clips/read-audformat.js';
import {
  emoboxTests,
  LABEL_MAP,
  parseLabelNames,
  readEmobox,
  readEmoboxFold,
} from '../clips/read-emobox.js';
import { isIemocap, readIemocap } from '../clips/read-iemocap.js';
import { isMeldTable, meldTables, readMeld } from '../clips/read-meld.js';
import { readNames } from '../clips/read-names.js';
import { type ColumnNames, readTable } from '../clips/read-table.js';

/** A list of a million clips has less. */
const MAX_TABLE_BYTES = 1 << 28;
/** Files that are looked for at once; more do not make it faster. */
const LOOKUPS = 64;

/** How a list is read. */
export type ReadClipsOptions = {
  readonly columns?: ColumnNames;
  /** Folder that the paths of a table are relative to. Default: the table's folder, or the current one. */
  readonly root?: string | undefined;
  /** Fold of EmoBox. Default: all. */
  readonly fold?: string | undefined;
  /** Encoding of a table. Default: UTF-8, or UTF-16 with a byte order mark. */
  readonly encoding?: string | undefined;
  /** Whether folders may be named after any classes, not emotions alone. Default: false. */
  readonly ownClasses?: boolean | undefined;
};

/**
 * Reads a table of clips or the folder of a corpus. The files of the clips are paths that can be opened;
 * those that do not exist become problems.
 *
 * @throws FileError if it cannot be read or states no labels
 */
export async function readClips(place: string, options: ReadClipsOptions = {}): Promise<ClipList> {
  const found = await stat(place).catch((error: unknown) => {
    throw FileError.from(error, place, 'read');
  });
  const base = found.isDirectory() ? place : dirname(place);
  const list = found.isDirectory()
    ? await readFolder(await listCorpus(place, options.encoding), options)
    : await readFileOf(place, options);
  return await withPaths(
    list,
    [base, ...(options.root === undefined ? [] : [options.root])].reverse(),
  );
}

async function readFolder(
  folder: CorpusFolder,
  { columns, fold, ownClasses }: ReadClipsOptions,
): Promise<ClipList> {
  if (isIemocap(folder)) return await readIemocap(folder);
  if (isAudformat(folder)) return await readAudformat(folder, columns);
  if (emoboxTests(folder).length > 0) return await readEmobox(folder, fold);
  const tables = meldTables(folder);
  if (tables.length === 0) return readNames(folder, { ownClasses });
  const parts = await Promise.all(
    tables.map(async (table) => readMeld(await folder.readText(table), table, folder)),
  );
  return {
    format: 'meld',
    clips: parts.flatMap(({ clips }) => clips),
    problems: parts.flatMap(({ problems }) => problems),
  };
}

async function readFileOf(
  place: string,
  { columns, root, encoding }: ReadClipsOptions,
): Promise<ClipList> {
  const text = await readText(place, encoding);
  if (isMeldTable(text)) {
    const base = root ?? dirname(place);
    const { files, readText: read } = await listCorpus(base);
    const list = readMeld(text, basename(place), { files, readText: read });
    return {
      ...list,
      clips: list.clips.map((clip) => ({ ...clip, file: resolve(base, clip.file) })),
    };
  }
  if (!/_fold_\w+\.jsonl$/.test(place)) return readTable(text, place, columns);
  const names = await readText(join(dirname(place), '..', LABEL_MAP)).then(
    parseLabelNames,
    () => ({}),
  );
  return readEmoboxFold(text, place.split(sep).join('/'), names);
}

async function listCorpus(root: string, encoding?: string): Promise<CorpusFolder> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) =>
      join(entry.parentPath, entry.name).slice(join(root, sep).length).split(sep).join('/'),
    );
  return { files, readText: (file) => readText(join(root, file), encoding) };
}

async function readText(place: string, encoding = 'utf-8'): Promise<string> {
  try {
    const { size } = await stat(place);
    if (size > MAX_TABLE_BYTES) throw tooLarge(place, size);
    const bytes = await readFile(place);
    const mark = bytes.subarray(0, 2).toString('latin1');
    const used = mark === '\xFF\xFE' ? 'utf-16le' : mark === '\xFE\xFF' ? 'utf-16be' : encoding;
    return new TextDecoder(used, { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof FileError) throw error;
    if (!(error instanceof TypeError || error instanceof RangeError))
      throw FileError.from(error, place, 'read');
    throw new FileError(
      'file-unreadable',
      `Could not read ${place}: it is not ${encoding}. Save it as UTF-8, or name its encoding, e.g. --encoding gb18030 or --encoding windows-1252.`,
      { cause: error },
    );
  }
}

function tooLarge(place: string, bytes: number): FileError {
  return new FileError(
    'file-unreadable',
    `Could not read ${place}: it has ${bytes} bytes, expected a list of clips of at most ${MAX_TABLE_BYTES}. Check the path, or split the list.`,
  );
}

/** Finds the file of each clip below one of the folders, or else below the current one. */
async function withPaths(list: ClipList, bases: readonly string[]): Promise<ClipList> {
  const paths = await findFiles(new Set(list.clips.map(({ file }) => file)), bases);
  const clips = list.clips.flatMap((clip): Clip[] => {
    const file = paths.get(clip.file);
    return file === undefined ? [] : [{ ...clip, file }];
  });
  const missing = [...paths]
    .filter(([, path]) => path === undefined)
    .map(([file]): Problem => ({
      kind: 'missing-file',
      text: `${file} does not exist. Correct the path, or name the folder that it is relative to with --root.`,
    }));
  return { ...list, clips, problems: [...list.problems, ...missing] };
}

async function findFiles(files: ReadonlySet<string>, bases: readonly string[]) {
  // In the order of the files, so that the problems have it, too.
  const paths = new Map<string, string | undefined>([...files].map((file) => [file, undefined]));
  const pending = files.values();
  const look = async () => {
    for (const file of pending) paths.set(file, await findFile(file, bases));
  };
  await Promise.all(Array.from({ length: LOOKUPS }, look));
  return paths;
}

async function findFile(file: string, bases: readonly string[]): Promise<string | undefined> {
  for (const path of [...bases.map((base) => resolve(base, file)), resolve(file)])
    if (
      await stat(path).then(
        (found) => found.isFile(),
        () => false,
      )
    )
      return path;
  return undefined;
}
