import { randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { FileError } from './errors.js';
import { makeFolder, PRIVATE_FOLDER } from './make-folder.js';

/** Options of {@link writeWhole}. */
export type WriteWholeOptions = {
  /** Whether only the owner may read the file, and the folders that are made. Default: false. */
  readonly isPrivate?: boolean;
};

/**
 * Writes a file of moderate size and makes its folder. Readers see the old or the new content and never a
 * part of it.
 *
 * @throws FileError if it cannot be written
 */
export async function writeWhole(
  path: string,
  content: string | Uint8Array,
  { isPrivate = false }: WriteWholeOptions = {},
): Promise<void> {
  await makeFolder(dirname(path), isPrivate ? PRIVATE_FOLDER : undefined);
  const temporary = `${path}.${randomUUID()}.part`;
  try {
    await writeFile(temporary, content, { flush: true, ...(isPrivate && { mode: 0o600 }) });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw FileError.from(error, path, 'write');
  }
}
