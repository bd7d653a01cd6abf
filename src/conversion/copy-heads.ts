import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FileError } from '../errors.js';
import { HEADS_FILE } from '../graph-files.js';
import type { SourceCheckpoint } from './open-source-checkpoint.js';

/**
 * Copies the heads of a checkpoint, if it was read from a `heads.json`. The graph holds the absolute head
 * only; the bundle needs the file for the others.
 */
export async function copyHeads(
  { source, checkpoint }: SourceCheckpoint,
  folder: string,
): Promise<void> {
  if (!checkpoint.files.some(({ path }) => path === HEADS_FILE)) return;
  const file = join(source.folder, HEADS_FILE);
  await copyFile(file, join(folder, HEADS_FILE)).catch((error: unknown) => {
    throw FileError.from(error, file, 'read');
  });
}
