import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errnoCode, FileError } from './errors.js';

/**
 * Makes a folder and its parents; an existing folder is left as it is. Node's recursive `mkdir` never
 * returns for paths such as `/proc/x`, whose existing parent reports ENOENT.
 *
 * @throws FileError if the folder cannot be made, for example because a part of the path is a file
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await makeWithParents(path);
  } catch (error) {
    throw FileError.from(error, path, 'make the folder');
  }
}

async function makeWithParents(path: string): Promise<void> {
  try {
    await makeOne(path);
  } catch (error) {
    const parent = dirname(path);
    if (errnoCode(error) !== 'ENOENT' || parent === path) throw error;
    await makeWithParents(parent);
    await makeOne(path);
  }
}

async function makeOne(path: string): Promise<void> {
  try {
    await mkdir(path);
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
