import { extname } from 'node:path';

/** Address of a file or folder of this package, such as `models/`. */
export function packageUrl(path: string): URL {
  return new URL(`../${path}`, import.meta.url);
}

/**
 * Address of a program of this package that runs in its own thread or process.
 *
 * @param path relative to `src`, without its extension
 */
export function programUrl(path: string): URL {
  // Sources and compiled programs have the same paths; only their extensions differ.
  return new URL(`./${path}${extname(import.meta.url)}`, import.meta.url);
}
