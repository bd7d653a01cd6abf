import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errnoCode, FileError } from './errors.js';

/** The mode of a folder that nobody else may read, such as the cache. */
export const PRIVATE_FOLDER = 0o700;

/**
 * Makes a folder and its parents; an existing folder is left as it is. Node's recursive `mkdir` never
 * returns for paths such as `/proc/x`, whose existing parent reports ENOENT.
 *
 * @param mode of the folders that are made. Default: what the process permits
 * @throws FileError if the folder cannot be made, for example because a part of the path is a file
 */
export async function makeFolder(path: string, mode?: number): Promise<void> {
  try {
    await makeWithParents(path, mode);
  } catch (error) {
    throw FileError.from(error, path, 'make the folder');
  }
}

async function makeWithParents(path: string, mode: number | undefined): Promise<void> {
  try {
    await makeOne(path, mode);
  } catch (error) {
    const parent = dirname(path);
    if (errnoCode(error) !== 'ENOENT' || parent === path) throw error;
    await makeWithParents(parent, mode);
    await makeOne(path, mode);
  }
}

async function makeOne(path: string, mode: number | undefined): Promise<void> {
  try {
    await mkdir(path, mode);
  } catch (error) {
    const found = await stat(path).catch(() => undefined);
    if (found?.isDirectory()) return;
    if (found)
      throw new FileError(
        'file-exists',
        `Could not make the folder ${path}: it is a file. Choose another folder, or remove the file.`,
        { cause: error },
      );
    throw error;
  }
}
