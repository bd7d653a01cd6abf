import { randomUUID } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type Bundle, readBundle, verifyOnce } from '../bundles/index.js';
import { CheckpointError, FileError } from '../errors.js';

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
