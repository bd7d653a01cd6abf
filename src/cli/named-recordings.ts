import { openAsBlob } from 'node:fs';
import { loadRecording } from '../audio/index.js';
import type { AudioFile, Recordings } from '../classifier/index.js';
import { expandInputs, type Input } from './expand-inputs.js';
import type { Io } from './io.js';

/** The recordings behind the words of a command line, folders with all that lies below them. */
export async function namedRecordings(words: readonly string[], io: Io): Promise<Recordings> {
  const inputs = await expandInputs(words, true, io);
  const protocol = `${inputs.length} recordings named by the person who converted it`;
  return { protocol, read: () => readAll(inputs) };
}

async function* readAll(inputs: readonly Input[]): AsyncGenerator<Float32Array> {
  for (const input of inputs) {
    const { samples } = await loadRecording(await openFile(await input.open()));
    yield samples;
  }
}

function openFile(file: AudioFile): Blob | Promise<Blob> {
  return file instanceof Blob ? file : openAsBlob(file);
}
