import { openAsBlob } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { addAbortSignal } from 'node:stream';
import { glob, isDynamicPattern } from 'tinyglobby';
import { sniffFormat } from '../audio/index.js';
import type { AudioFile } from '../node/index.js';
import { AudioError, FileError } from '../errors.js';
import type { Io } from './io.js';

/** A recording that was named on the command line. */
export type Input = {
  /** The path as the person would name it; `-` is stdin. */
  readonly name: string;
  readonly open: () => AudioFile | Promise<AudioFile>;
};

/** More than an hour of CD audio; a pipe that never ends must not fill the memory. */
const MAXIMUM_STDIN_BYTES = 1 << 30;

/**
 * The recordings behind the words of a command line: files, folders (what is audio by content),
 * globs that the shell left alone, and `-` for stdin. Each is named once, in a fixed order. A word
 * behind which there is no recording is an input that fails, so that it does not stop the others.
 */
export async function expandInputs(
  words: readonly string[],
  recursive: boolean,
  io: Io,
): Promise<Input[]> {
  const inputs = new Map<string, Input>();
  for (const word of words) {
    for (const input of await expandOrFail(word, recursive, io)) {
      if (!inputs.has(input.name)) inputs.set(input.name, input);
    }
  }
  return [...inputs.values()];
}

async function expandOrFail(word: string, recursive: boolean, io: Io): Promise<Input[]> {
  try {
    return await expandWord(word, recursive, io);
  } catch (error) {
    const open = (): never => {
      throw error;
    };
    return [{ name: word, open }];
  }
}

async function expandWord(word: string, recursive: boolean, io: Io): Promise<Input[]> {
  if (word === '-') return [{ name: '-', open: () => readStdin(io) }];
  const found = await stat(word).catch(() => undefined);
  if (found?.isDirectory()) return expandFolder(word, recursive);
  // A path that exists is a file even if it looks like a pattern, e.g. `take[1].wav`.
  if (found === undefined && isDynamicPattern(word)) return expandGlob(word);
  return [fileInput(word)];
}

async function expandGlob(pattern: string): Promise<Input[]> {
  const paths = (
    await glob(forwardSlashes(pattern), {
      onlyFiles: true,
      expandDirectories: false,
      absolute: isAbsolute(pattern),
    })
  ).sort();
  if (paths.length > 0) return paths.map(fileInput);
  throw new FileError('file-not-found', `No file matches ${pattern}. Check the pattern.`);
}

/** In a pattern a backslash hides a special character; on Windows it parts folders instead. */
function forwardSlashes(pattern: string): string {
  return process.platform === 'win32' ? pattern.replaceAll('\\', '/') : pattern;
}

async function expandFolder(folder: string, recursive: boolean): Promise<Input[]> {
  // The search passes over what it may not open.
  await readdir(folder).catch((error: unknown) => {
    throw FileError.from(error, folder, 'read');
  });
  const pattern = recursive ? '**/*' : '*';
  const names = await glob(pattern, { cwd: folder, onlyFiles: true, followSymbolicLinks: false });
  const paths = names.sort().map((name) => join(folder, name));
  const recordings: Input[] = [];
  for (const path of paths) if (await isRecording(path)) recordings.push(fileInput(path));
  if (recordings.length > 0) return recordings;
  const advice = recursive ? '' : ' Add --recursive to look into its folders.';
  throw new FileError(
    'file-not-found',
    `Found no recording among the ${paths.length} files of ${folder}.${advice}`,
  );
}

async function isRecording(path: string): Promise<boolean> {
  try {
    return (await sniffFormat(await openAsBlob(path))) !== undefined;
  } catch {
    // A file that cannot be read is still named, so that its error is seen.
    return true;
  }
}

function fileInput(path: string): Input {
  return { name: path, open: () => path };
}

async function readStdin({ stdin, signal }: Io): Promise<Blob> {
  if (signal) addAbortSignal(signal, stdin);
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stdin as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAXIMUM_STDIN_BYTES)
      throw new AudioError(
        'audio-too-long',
        'More than 1 GiB came from stdin. Give the path of a file instead.',
      );
    chunks.push(chunk);
  }
  return new Blob(chunks);
}
