import { loadRecording } from '../audio/index.js';
import type { ReferenceRecordings } from '../conversion/index.js';
import { type AudioFile, openRecording } from '../node/index.js';
import { expandInputs } from './expand-inputs.js';
import type { Io } from './io.js';

/**
 * Opens the recordings that the words of a command line name; folders are searched with all their
 * subfolders.
 *
 * @throws FileError if a word names no recording; AudioError when a recording is read
 */
export async function openRecordings(
  words: readonly string[],
  io: Io,
): Promise<ReferenceRecordings> {
  const inputs = await expandInputs(words, true, io);
  const files: AudioFile[] = [];
  // Opened once, because the recordings are read several times and stdin can be read only once.
  for (const input of inputs) files.push(await input.open());
  const noun = inputs.length === 1 ? 'recording' : 'recordings';
  const protocol = `${inputs.length} ${noun} named by the person who converted it`;
  return { protocol, count: files.length, read: () => readAll(files) };
}

async function* readAll(files: readonly AudioFile[]): AsyncGenerator<Float32Array> {
  for (const file of files) {
    const { samples } = await loadRecording(await openRecording(file));
    yield samples;
  }
}
