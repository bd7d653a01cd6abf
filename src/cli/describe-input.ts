import type { Stats } from 'node:fs';
import { AudioError, FileError } from '../errors.js';

/** Scheme of a web address, of cloud storage and of similar places; a drive letter is not one. */
const ADDRESS = /^([a-z][a-z\d+.-]+):\/\//i;

/** The error for an address in place of a file; `undefined` if a word is not an address. */
export function errorForAddress(word: string): FileError | undefined {
  const scheme = ADDRESS.exec(word)?.[1];
  if (scheme === undefined) return undefined;
  const isWeb = /^https?$/i.test(scheme);
  return new FileError(
    'file-not-found',
    isWeb
      ? `${word} is a web address, expected a file. Download it first, e.g. with: curl -L -o recording.wav '${word}'`
      : `${word} is an address, expected a file. Copy the file to this machine first, and give its path.`,
  );
}

/** The error for something that exists but cannot be read like a file; `undefined` for files. */
export function errorForKind(path: string, found: Stats): FileError | undefined {
  if (found.isFile() || found.isDirectory()) return undefined;
  const kind = found.isFIFO() ? 'a pipe' : found.isSocket() ? 'a socket' : 'a device';
  return new FileError(
    'file-unreadable',
    `Could not read ${path}: it is ${kind}, expected a file. Send the recording to stdin instead: wav2emo classify - < ${path}`,
  );
}

/** The error for a path that does not exist. */
export function errorForMissing(path: string, cause: unknown): FileError {
  if (!path.includes('\uFFFD')) return FileError.from(cause, path, 'read');
  return new FileError(
    'file-not-found',
    `Could not read ${path}: its name is not UTF-8, and no file with such a name was found. Give the folder that contains it, or rename it.`,
    { cause },
  );
}

/** The error for a folder without a recording. */
export function errorForFolder(
  folder: string,
  { files, folders, recursive }: { files: number; folders: number; recursive: boolean },
): FileError {
  const found =
    files === 0
      ? 'it contains no file'
      : `it contains ${files === 1 ? 'one file, which is' : `${files} files, which are`} not audio`;
  const advice =
    folders > 0 && !recursive
      ? `Add --recursive to search its ${folders} ${folders === 1 ? 'subfolder' : 'subfolders'}.`
      : 'Files are recognised by their content. Check the path.';
  return new FileError('file-not-found', `Found no recording in ${folder}: ${found}. ${advice}`);
}

/** The error for more data on stdin than fits into memory. */
export function errorForStdin(maximumBytes: number): AudioError {
  return new AudioError(
    'audio-too-long',
    `More than ${maximumBytes / 2 ** 30} GiB came from stdin. Give the path of a file instead.`,
  );
}
