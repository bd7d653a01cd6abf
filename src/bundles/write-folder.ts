import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { FileError } from '../errors.js';

/**
 * Fills a folder in whole or not at all: under a temporary name beside it, renamed at the end and
 * removed where anything fails.
 *
 * @param target the folder; its parents are made
 * @param fill writes into the temporary folder that it is given
 * @throws FileError `file-exists` where the folder is there already and not empty
 */
export async function writeFolder(
  target: string,
  fill: (temporary: string) => Promise<void>,
): Promise<void> {
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

async function makeTemporary(target: string): Promise<string> {
  try {
    await mkdir(dirname(target), { recursive: true });
    // Not mkdtemp: its folders are closed to everybody else, and this one stays.
    const temporary = join(dirname(target), `.${basename(target)}-${randomUUID()}`);
    await mkdir(temporary);
    return temporary;
  } catch (error) {
    throw FileError.from(error, target, 'write');
  }
}
