import { randomUUID } from 'node:crypto';
import { readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { errnoCode, FileError } from './errors.js';
import { makeFolder, PRIVATE_FOLDER } from './make-folder.js';
import { formatOwner, hasEnded, parseOwner, thisProcess } from './process-owner.js';

/** How the name of a file ends while it is written: a random value and the process that writes it. */
const PART = /\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}-(\d+\.\d*\.[0-9a-f]{8})\.part$/;

/** Options of {@link writeWhole}. */
export type WriteWholeOptions = {
  /** Whether only the owner may read the file, and the folders that are made. Default: false. */
  readonly isPrivate?: boolean;
};

/**
 * Writes a file of moderate size and makes its folder. Readers see the old or the new content and never a
 * part of it. What processes left in the folder that were killed meanwhile is removed.
 *
 * @throws FileError if it cannot be written
 */
export async function writeWhole(
  path: string,
  content: string | Uint8Array,
  options: WriteWholeOptions = {},
): Promise<void> {
  const { isPrivate = false } = options;
  const write = (temporary: string) =>
    writeFile(temporary, content, { flush: true, ...(isPrivate && { mode: 0o600 }) });
  await writeWholeBy(path, write, options);
}

/**
 * Writes a file of any size as {@link writeWhole} does.
 *
 * @param write writes everything to the file of the given path
 * @throws FileError if it cannot be written; other errors of `write`
 */
export async function writeWholeBy(
  path: string,
  write: (temporary: string) => Promise<void>,
  { isPrivate = false }: WriteWholeOptions = {},
): Promise<void> {
  const folder = dirname(path);
  await makeFolder(folder, isPrivate ? PRIVATE_FOLDER : undefined);
  const temporary = `${path}.${randomUUID()}-${formatOwner(await thisProcess())}.part`;
  try {
    await write(temporary);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw errnoCode(error) === '' ? error : FileError.from(error, path, 'write');
  }
  await removeAbandoned(folder);
}

async function removeAbandoned(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const owner = parseOwner(PART.exec(name)?.[1] ?? '');
    if (owner && (await hasEnded(owner)))
      await rm(join(folder, name), { force: true }).catch(() => undefined);
  }
}
