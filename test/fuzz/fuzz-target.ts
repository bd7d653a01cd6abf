import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { readJson } from '../../src/checkpoint/json.js';

/** Something that reads bytes of strangers. */
export type FuzzTarget = {
  readonly name: string;
  /** Valid inputs, which the first mutations start from. */
  readonly seeds: () => Uint8Array<ArrayBuffer>[];
  /** Whether valid inputs are refused, too: without ffmpeg, some formats are only recognised. */
  readonly isRefused?: boolean;
  /** Throws only what a reader may throw; anything else is a fault. */
  readonly run: (bytes: Uint8Array<ArrayBuffer>) => unknown;
};

/** The committed inputs of tests. */
export const FIXTURES = new URL('../fixtures/', import.meta.url);
/** The embedded models. */
export const MODELS = new URL('../../models/', import.meta.url);

/** Reads a file of a folder. Default: of the fixtures. */
export function read(path: string, base = FIXTURES): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(fileURLToPath(new URL(path, base))));
}

/** The text of a file. */
export const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** The JSON of a file, read as the files of checkpoints are. */
export const json = async (bytes: Uint8Array<ArrayBuffer>) =>
  await readJson(new Blob([bytes]), 'settings.json', z.unknown());
