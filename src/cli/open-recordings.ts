import { constants, openAsBlob } from 'node:fs';
import { access } from 'node:fs/promises';
import { loadRecording } from '../audio/index.js';
import type { AudioFile } from '../node/index.js';
import type { ReferenceRecordings } from '../conversion/index.js';
import { FileError } from '../errors.js';
import { expandInputs } from './expand-inputs.js';
import type { Io } from './io.js';

/**
 * The recordings behind the words of a command line, folders with all that lies below them.
 *
 * @throws FileError where a word stands for none; AudioError, when they are read
 */
export async function namedRecordings(
  words: readonly string[],
  io: Io,
): Promise<ReferenceRecordings> {
  const inputs = await expandInputs(words, true, io);
  const files: AudioFile[] = [];
  // Opened here and not at each reading: stdin is heard once.
  for (const input of inputs) files.push(await input.open());
  const protocol = `${inputs.length} recordings named by the person who converted it`;
  return { protocol, count: files.length, read: () => readAll(files) };
}

async function* readAll(files: readonly AudioFile[]): AsyncGenerator<Float32Array> {
  for (const file of files) {
    const { samples } = await loadRecording(await openFile(file));
    yield samples;
  }
}

async function openFile(file: AudioFile): Promise<Blob> {
  if (file instanceof Blob) return file;
  // The blob itself would not say which file it is that it cannot read.
  await access(file, constants.R_OK).catch((error: unknown) => {
    throw FileError.from(error, String(file), 'read');
  });
  return openAsBlob(file);
}
