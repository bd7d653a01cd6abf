import { createHash } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FileError } from '../errors.js';
import { GRAPH_REVISION } from '../models/index.js';
import { type Bundle, readBundle } from './bundle.js';
import type { ChecksummedFile } from './bundle-manifest.js';
import {
  type CheckpointSource,
  convertCheckpoint,
  type ConvertOptions,
  nameOf,
} from './convert-checkpoint.js';

/** After this time a temporary folder belongs to no living process. */
const ABANDONED_AFTER_MS = 24 * 3600 * 1000;

/**
 * The bundle of a checkpoint, made once and kept under a key of the checkpoint's content: the same
 * files give the same graph wherever they lie, and a changed file gives another.
 *
 * @param cacheFolder the user's cache
 */
export async function cachedBundle(
  source: CheckpointSource,
  checksums: readonly ChecksummedFile[],
  cacheFolder: string,
  options: ConvertOptions = {},
): Promise<Bundle> {
  const graphs = join(cacheFolder, 'graphs');
  const folder = join(graphs, cacheKey(source, checksums));
  const known = await readKnown(folder);
  if (known) return known;
  await sweep(graphs);
  await convertCheckpoint(source, checksums, folder, options);
  return readBundle(folder);
}

function cacheKey(source: CheckpointSource, checksums: readonly ChecksummedFile[]): string {
  const { revision, licence, hparamsFile } = source;
  const content = checksums.map(({ path, sha256 }) => [path, sha256]);
  const parts = [GRAPH_REVISION, 'fp32', nameOf(source), revision, licence, hparamsFile, content];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

async function readKnown(folder: string): Promise<Bundle | undefined> {
  try {
    return await readBundle(folder);
  } catch (error) {
    if (error instanceof FileError && error.code === 'file-not-found' && !(await exists(folder)))
      return undefined;
    // Damaged, e.g. by a disk that was full: made again.
    await rm(folder, { recursive: true, force: true });
    return undefined;
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** Removes what processes that were killed in the middle of a conversion left behind. */
async function sweep(graphs: string): Promise<void> {
  const names = await readdir(graphs).catch(() => []);
  for (const name of names.filter((name) => name.startsWith('.'))) {
    const path = join(graphs, name);
    const found = await stat(path).catch(() => undefined);
    if (found && Date.now() - found.mtimeMs > ABANDONED_AFTER_MS)
      await rm(path, { recursive: true, force: true });
  }
}
