import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { FileError } from '../errors.js';
import { makeFolder } from '../make-folder.js';

/**
 * Fills a folder in whole or not at all. The files are written under a temporary name beside the target,
 * which is renamed at the end, and removed if anything fails.
 *
 * @param target the folder; its parents are made
 * @param fill writes the files into the temporary folder
 * @throws FileError `file-exists` if the target is a file or a folder that is not empty
 */
export async function writeFolder(
  target: string,
  fill: (temporary: string) => Promise<void>,
): Promise<void> {
  // The rename fails for an existing target, too, but only after everything was written.
  await refuseExisting(target);
  const temporary = await makeTemporary(target);
  try {
    await fill(temporary);
    await rename(temporary, target).catch((error: unknown) => {
      throw FileError.from(error, target, 'write');
    });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

async function refuseExisting(target: string): Promise<void> {
  const found = await stat(target).catch(() => undefined);
  if (!found) return;
  const names = found.isDirectory() ? await readdir(target).catch(() => ['']) : [''];
  if (names.length > 0)
    throw new FileError(
      'file-exists',
      `Could not write ${target}: it exists already. Choose another name.`,
    );
}

async function makeTemporary(target: string): Promise<string> {
  await makeFolder(dirname(target));
  // mkdtemp would make a folder that only its owner may read, and this folder is kept.
  const temporary = join(dirname(target), `.${basename(target)}-${randomUUID()}`);
  await mkdir(temporary).catch((error: unknown) => {
    throw FileError.from(error, target, 'write');
  });
  return temporary;
}
