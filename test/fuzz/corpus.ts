import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The kept inputs of a target: those that reached code which no seed reaches. */
export function readCorpus(name: string): Uint8Array<ArrayBuffer>[] {
  const folder = new URL(`corpus/${name}/`, import.meta.url);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .map((file) => new Uint8Array(readFileSync(fileURLToPath(new URL(file, folder)))));
}
