import { createHash, randomUUID } from 'node:crypto';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { CheckpointError, FileError } from '../errors.js';
import { GRAPH_REVISION } from '../models/index.js';
import {
  type Bundle,
  type CheckpointSource,
  type ChecksummedFile,
  nameOf,
  readBundle,
  readLicence,
} from '../bundles/index.js';
import { convertCheckpoint, type ConvertOptions } from './convert-checkpoint.js';

/** After this time a temporary folder belongs to no living process. */
const ABANDONED_AFTER_MS = 24 * 3600 * 1000;

/**
 * The bundle of a checkpoint, made once and kept under a key of the checkpoint's content, name,
 * licence and the options of its graph: a changed file gives another graph.
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
  const folder = join(graphs, await cacheKey(source, checksums, options));
  const known = await readKnown(folder);
  if (known) return known;
  await sweep(graphs);
  await convertCheckpoint(source, checksums, folder, options).catch((error: unknown) => {
    // Another process was quicker: its graph is the same.
    if (!(error instanceof FileError && error.code === 'file-exists')) throw error;
  });
  return readBundle(folder);
}

async function cacheKey(
  source: CheckpointSource,
  checksums: readonly ChecksummedFile[],
  { precision = 'fp32', layers }: ConvertOptions,
) {
  const { revision, hparamsFile } = source;
  const licence = source.licence ?? (await readLicence(source.folder));
  const content = checksums.map(({ path, sha256 }) => [path, sha256]);
  const parts = [
    GRAPH_REVISION,
    { precision, layers },
    nameOf(source),
    revision,
    licence,
    hparamsFile,
    content,
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

async function readKnown(folder: string): Promise<Bundle | undefined> {
  try {
    return await readBundle(folder);
  } catch (error) {
    const isAbsent = error instanceof FileError && error.code === 'file-not-found';
    if (!isAbsent && !(error instanceof CheckpointError)) throw error;
    await removeDamaged(folder);
    return undefined;
  }
}

/** Takes a damaged graph away under another name first, so that nobody opens half of it. */
async function removeDamaged(folder: string): Promise<void> {
  const aside = join(dirname(folder), `.${basename(folder)}-${randomUUID()}`);
  const isThere = await rename(folder, aside).then(
    () => true,
    () => false,
  );
  if (isThere) await rm(aside, { recursive: true, force: true });
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
