import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { writeWhole } from '../write-whole.js';

/** Reads a small JSON file that {@link keepMemo} wrote; `undefined` if it is absent or damaged. */
export async function readMemo<S extends z.ZodType>(
  path: string,
  schema: S,
): Promise<z.infer<S> | undefined> {
  try {
    return schema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return undefined;
  }
}

/**
 * Writes a small JSON file in whole or not at all. A memo saves time and nothing else, so that a failure
 * to write it is not an error.
 */
export async function keepMemo(path: string, value: unknown): Promise<void> {
  await writeWhole(path, JSON.stringify(value), { isPrivate: true }).catch(() => undefined);
}
