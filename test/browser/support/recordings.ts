import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeWav, voice } from '../../support/make-wav.js';

/** A committed recording in one of the formats. */
export function formatFile(name: string): string {
  return fileURLToPath(new URL(`../../fixtures/audio/formats/${name}`, import.meta.url));
}

/** A folder for recordings that are made for a test. */
export type RecordingFolder = {
  readonly folder: string;
  /** Writes a recording with a voice or another signal, and returns its path. */
  readonly write: (
    name: string,
    seconds: number,
    signal?: (time: number) => number,
    sampleRate?: number,
  ) => string;
  readonly remove: () => void;
};

/** Makes a folder for recordings. */
export function recordingFolder(): RecordingFolder {
  const folder = mkdtempSync(join(tmpdir(), 'wav2emo-browser-'));
  return {
    folder,
    write: (name, seconds, signal = voice, sampleRate = 16_000) => {
      const path = join(folder, name);
      writeFileSync(path, makeWav(seconds, signal, sampleRate));
      return path;
    },
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
