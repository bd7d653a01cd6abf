import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { errnoCode } from '../../errors.js';

/** How the folders of servers are called. */
export const PREFIX = 'wav2emo-server-';

/** File in such a folder with the id of the process that it belongs to. */
export const OWNER_FILE = 'owner';

/** A folder without an owner's name is being made, unless it is older than this. */
const UNOWNED_AFTER_MS = 3600 * 1000;

/**
 * Removes the folders of servers that are gone: recordings of people must not outlive a crash.
 * Only folders of this user are touched.
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
    ? isGone(Number(owner))
    : Date.now() - found.mtimeMs > UNOWNED_AFTER_MS;
}

function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return errnoCode(error) === 'ESRCH';
  }
}
