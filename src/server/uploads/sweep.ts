import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { errnoCode } from '../../errors.js';

/** Prefix of the name of every upload folder. */
export const PREFIX = 'wav2emo-server-';

/** File in an upload folder that contains the id of the server process that owns the folder. */
export const OWNER_FILE = 'owner';

/** A folder without an owner file may belong to a server that is starting, until it is this old. */
const UNOWNED_AFTER_MS = 3600 * 1000;

/**
 * Removes the upload folders of servers that no longer run, because recordings of people must not
 * outlive a crash. Folders of other users are left alone.
 */
export async function sweepAbandoned(parent: string): Promise<void> {
  const names = await readdir(parent).catch(() => []);
  for (const name of names.filter((name) => name.startsWith(PREFIX))) {
    const folder = join(parent, name);
    if (await isAbandoned(folder))
      await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}

async function isAbandoned(folder: string): Promise<boolean> {
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory()) return false;
  if (process.getuid && found.uid !== process.getuid()) return false;
  const owner = await readFile(join(folder, OWNER_FILE), 'utf8').catch(() => '');
  return /^\d+$/.test(owner)
    ? hasEnded(Number(owner))
    : Date.now() - found.mtimeMs > UNOWNED_AFTER_MS;
}

function hasEnded(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return errnoCode(error) === 'ESRCH';
  }
}
