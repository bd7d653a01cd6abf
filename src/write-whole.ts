import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { FileError } from './errors.js';
import { makeFolder } from './make-folder.js';

/**
 * Writes a small text file and makes its folder. Readers see the old or the new content and never a
 * part of it, even after a power cut.
 *
 * @throws FileError if it cannot be written
 */
export async function writeWhole(path: string, text: string): Promise<void> {
  await makeFolder(dirname(path));
  await writeFileAtomic(path, text).catch((error: unknown) => {
    throw FileError.from(error, path, 'write');
  });
}
