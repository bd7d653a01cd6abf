import { type BigIntStats, openAsBlob, type Stats } from 'node:fs';
import { access, constants, stat } from 'node:fs/promises';
import { dirname, isAbsolute } from 'node:path';
import { addAbortSignal } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { glob, isDynamicPattern } from 'tinyglobby';
import { sniffFormat } from '../audio/index.js';
import { type AudioFile, openRecording } from '../node/index.js';
import { FileError } from '../errors.js';
import {
  errorForAddress,
  errorForFolder,
  errorForKind,
  errorForMissing,
  errorForStdin,
} from './describe-input.js';
import type { Io } from './io.js';
import { type FilePath, findUndecodable, type ListedFile, listFiles } from './list-files.js';

/** A recording that was named on the command line. */
export type Input = {
  /** The path as a person would write it; `-` is stdin. */
  readonly name: string;
  readonly open: () => AudioFile | Promise<AudioFile>;
};

/** More than an hour of CD audio; a pipe that never ends must not fill the memory. */
const MAX_STDIN_BYTES = 1 << 30;
/** From this size on, `openAsBlob` reports a wrong size: https://github.com/nodejs/node/issues/52585 */
const MAX_BLOB_BYTES = 2n ** 32n;

type Found = Input & {
  /** Different for different files, also if their names look the same. */
  readonly key: string;
};

/**
 * Turns the words of a command line into recordings: files, folders (all files that are audio by their
 * content), patterns that the shell did not expand, and `-` for stdin. Each is returned once, in a
 * fixed order. A word without a recording becomes an input whose `open` throws, so that the others
 * are still classified.
 */
export async function expandInputs(
  words: readonly string[],
  recursive: boolean,
  io: Io,
): Promise<Input[]> {
  const inputs = new Map<string, Input>();
  for (const word of words)
    for (const { key, name, open } of await expandOrFail(word, recursive, io))
      if (!inputs.has(key)) inputs.set(key, { name, open });
  return [...inputs.values()];
}

async function expandOrFail(word: string, recursive: boolean, io: Io): Promise<Found[]> {
  try {
    return await expandWord(word, recursive, io);
  } catch (error) {
    return [failedInput(word, error)];
  }
}

async function expandWord(word: string, recursive: boolean, io: Io): Promise<Found[]> {
  if (word === '-') return [{ key: '-', name: '-', open: () => readStdin(io) }];
  const path = /^file:\/\//i.test(word) ? fileURLToPath(word) : word;
  const found = await stat(path).catch((error: unknown) => error as Error);
  if (!(found instanceof Error)) return expandPath(path, found, recursive);
  const address = errorForAddress(path);
  if (address) throw address;
  // A path that exists is a file even if it looks like a pattern, e.g. `take[1].wav`.
  if (isDynamicPattern(path)) return expandPattern(path);
  const undecodable = await findUndecodable(path, dirname(path));
  if (undecodable.length === 0) throw errorForMissing(path, found);
  return undecodable.map(toInput);
}

async function expandPath(path: string, found: Stats, recursive: boolean): Promise<Found[]> {
  if (found.isDirectory()) return expandFolder(path, recursive);
  const error = errorForKind(path, found);
  if (error) throw error;
  return [toInput({ name: path, path })];
}

async function expandPattern(pattern: string): Promise<Found[]> {
  const paths = (
    await glob(forwardSlashes(pattern), {
      onlyFiles: true,
      expandDirectories: false,
      absolute: isAbsolute(pattern),
    })
  ).sort();
  if (paths.length > 0) return paths.map((path) => toInput({ name: path, path }));
  throw new FileError('file-not-found', `No file matches ${pattern}. Check the pattern.`);
}

/** In a pattern a backslash escapes a special character; on Windows it separates folders instead. */
function forwardSlashes(pattern: string): string {
  return process.platform === 'win32' ? pattern.replaceAll('\\', '/') : pattern;
}

async function expandFolder(folder: string, recursive: boolean): Promise<Found[]> {
  const { files, folders } = await listFiles(folder, recursive);
  const recordings: Found[] = [];
  for (const file of files) if (await isRecording(file)) recordings.push(toInput(file));
  if (recordings.length > 0) return recordings;
  throw errorForFolder(folder, { files: files.length, folders, recursive });
}

async function isRecording({ path, error }: ListedFile): Promise<boolean> {
  if (error !== undefined) return true;
  try {
    const file = await openPath(path);
    return (
      (await sniffFormat(file instanceof Blob ? file : await openRecording(file))) !== undefined
    );
  } catch {
    // A file that cannot be read is kept, so that its error is printed.
    return true;
  }
}

function toInput({ name, path, error }: ListedFile): Found {
  if (error !== undefined) return failedInput(name, error);
  const key = typeof path === 'string' ? path : `bytes ${path.toString('latin1')}`;
  return { key, name, open: () => openPath(path) };
}

function failedInput(name: string, error: unknown): Found {
  const open = (): never => {
    throw error;
  };
  return { key: name, name, open };
}

/** A path as text is opened by whoever reads it; a path as bytes is opened here. */
async function openPath(path: FilePath): Promise<AudioFile> {
  if (typeof path === 'string') return path;
  try {
    const { size }: BigIntStats = await stat(path, { bigint: true });
    await access(path, constants.R_OK);
    if (size < MAX_BLOB_BYTES) return await openAsBlob(path);
  } catch (error) {
    throw FileError.from(error, path.toString(), 'read');
  }
  throw new FileError(
    'file-unreadable',
    `Could not read ${path.toString()}: its name is not UTF-8, and it is larger than 4 GiB. Rename it.`,
  );
}

async function readStdin({ stdin, signal }: Io): Promise<Blob> {
  if (signal) addAbortSignal(signal, stdin);
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stdin as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_STDIN_BYTES) throw errorForStdin(MAX_STDIN_BYTES);
    chunks.push(chunk);
  }
  return new Blob(chunks);
}
