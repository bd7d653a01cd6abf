import { randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { FileError } from './errors.js';
import { makeFolder } from './make-folder.js';

/**
 * Writes a file of moderate size and makes its folder. Readers see the old or the new content and never a
 * part of it.
 *
 * @throws FileError if it cannot be written
 */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  await makeFolder(dirname(path));
  const temporary = `${path}.${randomUUID()}.part`;
  try {
    await writeFile(temporary, content, { flush: true });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw FileError.from(error, path, 'write');
  }
}
