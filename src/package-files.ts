import { extname } from 'node:path';

/** A file or folder of this package, such as `models/`. */
export function packageUrl(path: string): URL {
  return new URL(`../${path}`, import.meta.url);
}

/**
 * A program of this package that runs in a thread or a process of its own.
 *
 * @param path from `src`, without its extension
 */
export function programUrl(path: string): URL {
  // Sources and compiled programs lie in the same places; only their extension differs.
  return new URL(`./${path}${extname(import.meta.url)}`, import.meta.url);
}
