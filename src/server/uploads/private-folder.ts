import { lstat, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errnoCode, FileError } from '../../errors.js';
import { formatOwner, thisProcess } from '../../process-owner.js';
import { OWNER_FILE, PREFIX } from './sweep.js';

/** Folder inside an upload folder for the temporary files of other processes. */
export const SCRATCH = 'scratch';

/**
 * Makes an upload folder under a random name, readable only by this user.
 *
 * @throws FileError
 */
export async function makeFolder(parent: string): Promise<string> {
  try {
    const folder = await mkdtemp(join(parent, PREFIX));
    await fillFolder(folder);
    return folder;
  } catch (error) {
    throw FileError.from(error, parent, 'make a folder for uploads in');
  }
}

/**
 * Makes an upload folder again after something deleted it, e.g. a cleaner of temporary files.
 * Whatever else has this path now is refused, because another user may have made it.
 *
 * @throws FileError
 */
export async function restoreFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 }).catch(async (error: unknown) => {
      if (errnoCode(error) !== 'EEXIST' || !(await isOurs(folder))) throw error;
    });
    await fillFolder(folder);
  } catch (error) {
    inWords(error);
  }
}

/**
 * Throws an error of the file system as a FileError without the folder's path, which clients must
 * not see.
 */
export function inWords(error: unknown): never {
  if (errnoCode(error) !== 'ENOENT') throw FileError.from(error, 'the folder for uploads', 'write');
  throw new FileError(
    'file-not-writable',
    'The folder for uploads was deleted and cannot be made again. Restart the server.',
    { cause: error },
  );
}

async function fillFolder(folder: string): Promise<void> {
  await writeFile(join(folder, OWNER_FILE), formatOwner(await thisProcess()));
  await mkdir(join(folder, SCRATCH), { recursive: true });
}

async function isOurs(folder: string): Promise<boolean> {
  const found = await lstat(folder);
  return found.isDirectory() && (!process.getuid || found.uid === process.getuid());
}
