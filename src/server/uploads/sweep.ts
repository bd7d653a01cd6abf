import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { hasEnded, parseOwner } from '../../process-owner.js';

/** Prefix of the name of every upload folder. */
export const PREFIX = 'wav2emo-server-';

/** File in an upload folder that says which server process owns the folder. */
export const OWNER_FILE = 'owner';

/** A folder without an owner file may belong to a server that is starting, until it is this old. */
const UNOWNED_AFTER_MS = 3600 * 1000;

/** A server renews the time of its owner file this often, in milliseconds. */
export const RENEW_MS = 60_000;

/** The folder of a server in another container is abandoned if it was not renewed for this time. */
const SILENT_AFTER_MS = 15 * RENEW_MS;

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
  const file = join(folder, OWNER_FILE);
  const owner = parseOwner(await readFile(file, 'utf8').catch(() => ''));
  const age = Date.now() - ((await stat(file).catch(() => undefined)) ?? found).mtimeMs;
  if (!owner) return age > UNOWNED_AFTER_MS;
  // A server in another container renews the time of its file.
  return (await hasEnded(owner)) ?? age > SILENT_AFTER_MS;
}
