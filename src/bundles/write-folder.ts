import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { FileError } from '../errors.js';
import { formatOwner, hasEnded, parseOwner, thisProcess } from '../process-owner.js';
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
  const owner = formatOwner(await thisProcess());
  const temporary = join(dirname(target), `.${basename(target)}-${randomUUID()}-${owner}`);
  await mkdir(temporary).catch((error: unknown) => {
    throw FileError.from(error, target, 'write');
  });
  return temporary;
}

/** A temporary folder of an unknown process is abandoned if it was not changed for this time. */
const ABANDONED_AFTER_MS = 24 * 3600 * 1000;

/**
 * Removes the temporary folders of {@link writeFolder} whose processes were killed.
 *
 * @param parent the folder that the targets are in
 */
export async function removeAbandoned(parent: string): Promise<void> {
  const names = await readdir(parent).catch(() => []);
  for (const name of names.filter((each) => each.startsWith('.'))) {
    const path = join(parent, name);
    const owner = parseOwner(name.slice(name.lastIndexOf('-') + 1));
    const ended = owner && (await hasEnded(owner));
    if (ended ?? (await isOld(path)))
      await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
}

async function isOld(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > ABANDONED_AFTER_MS;
}
