import { randomUUID } from 'node:crypto';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type Bundle, readBundle, verifyOnce } from '../bundles/index.js';
import { CheckpointError, FileError } from '../errors.js';

/** A temporary folder that was not changed for longer than this belongs to no running process. */
const ABANDONED_AFTER_MS = 24 * 3600 * 1000;

/**
 * Reads a bundle of the cache. A damaged one is removed, so that it is made again.
 *
 * @param cacheFolder folder of the memos of what was verified
 */
export async function readIntactBundle(
  folder: string,
  cacheFolder: string,
): Promise<Bundle | undefined> {
  try {
    const bundle = await readBundle(folder);
    await verifyOnce(bundle, cacheFolder);
    return bundle;
  } catch (error) {
    const isAbsent = error instanceof FileError && error.code === 'file-not-found';
    if (!isAbsent && !(error instanceof CheckpointError)) throw error;
    await removeDamaged(folder);
    return undefined;
  }
}

/** Renames a damaged folder before it is removed, so that no other process opens half of it. */
async function removeDamaged(folder: string): Promise<void> {
  const aside = join(dirname(folder), `.${basename(folder)}-${randomUUID()}`);
  const exists = await rename(folder, aside).then(
    () => true,
    () => false,
  );
  if (exists) await rm(aside, { recursive: true, force: true });
}

/** Removes the temporary folders of processes that were killed during a conversion. */
export async function removeAbandoned(graphs: string): Promise<void> {
  const names = await readdir(graphs).catch(() => []);
  for (const name of names.filter((each) => each.startsWith('.'))) {
    const path = join(graphs, name);
    const found = await stat(path).catch(() => undefined);
    if (found && Date.now() - found.mtimeMs > ABANDONED_AFTER_MS)
      await rm(path, { recursive: true, force: true });
  }
}
