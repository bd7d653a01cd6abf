import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Results of the reference for one recording. */
export type GoldenResult = {
  readonly embedding: readonly number[];
  readonly logits: readonly number[];
  readonly probabilities?: readonly number[];
  /** Values beside the classes; only of classifiers that measure them, too. */
  readonly dimensions?: readonly number[];
  /** Probabilities of each frame, `[frames · labels]`; only of models that classify each frame. */
  readonly frames?: readonly number[];
  /** What SpeechBrain's `diarize_file` returns; only of such models. */
  readonly segments?: readonly { start: number; end: number; emotion: string }[];
};

/** Results of the reference for one checkpoint. */
export type GoldenModel = {
  readonly labels: readonly string[];
  readonly results: Readonly<Record<string, GoldenResult>>;
};

/** Results of the reference, with their tolerance. */
export type Golden = {
  readonly tolerance: Readonly<Record<'embedding' | 'logits' | 'outputs', number>>;
  readonly models: Readonly<Record<string, GoldenModel>>;
};

/** A file or folder of the fixtures. */
export function fixture(path: string): string {
  return fileURLToPath(new URL(`../fixtures/${path}`, import.meta.url));
}

/** Reads golden values. */
export function readGolden(file: string): Golden {
  return JSON.parse(readFileSync(file, 'utf8')) as Golden;
}

/** The samples of a fixture: 16-bit mono WAV with nothing after its data. */
export function readSamples(file: string): Float32Array {
  const bytes = readFileSync(file);
  const start = bytes.indexOf('data') + 8;
  const length = Math.floor((bytes.length - start) / 2);
  return Float32Array.from({ length }, (_, i) => bytes.readInt16LE(start + 2 * i) / 32768);
}

export function softmax(logits: Float32Array): number[] {
  const largest = Math.max(...logits);
  const powers = Array.from(logits, (x) => Math.exp(x - largest));
  const total = powers.reduce((a, b) => a + b, 0);
  return powers.map((x) => x / total);
}

/** The largest difference of two vectors; infinite if their lengths differ. */
export function distance(a: ArrayLike<number>, b: readonly number[]): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  return Math.max(...b.map((x, i) => Math.abs(x - (a[i] ?? Number.NaN))));
}
