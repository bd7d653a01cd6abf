import { fileURLToPath } from 'node:url';

/** The folder of a committed checkpoint, made with the real libraries by `recipes/parity`. */
export function checkpointFolder(name: string): string {
  return fileURLToPath(new URL(`../fixtures/checkpoints/${name}`, import.meta.url));
}
