import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { graphsFolder } from '../cache-folder.js';
import { FileError } from '../errors.js';
import { type Precision, PRECISIONS } from '../precision.js';
import {
  type Bundle,
  type CheckpointSource,
  type ChecksummedFile,
  isBundle,
  keepMemo,
  readBundle,
  readMemo,
  rememberVerified,
  removeAbandoned,
} from '../bundles/index.js';
import { makeFolder, PRIVATE_FOLDER } from '../make-folder.js';
import { planPrecision, withFallback } from './choose-precision.js';
import type { ConvertOptions } from './convert-options.js';
import { graphKey } from './graph-key.js';
import { readIntactBundle } from './graph-folders.js';
import {
  checksumFiles,
  openSourceCheckpoint,
  type SourceCheckpoint,
} from './open-source-checkpoint.js';
import { writeBundle } from './write-bundle.js';
import { readLicence } from './model-card.js';

/** Options of {@link cachedBundle}. Only the precision changes the bundle; it is part of the key. */
export type CacheOptions = Pick<
  ConvertOptions,
  'precision' | 'onProgress' | 'onMeasure' | 'signal'
>;

/** A checkpoint with its place in the cache. */
type CacheEntry = {
  readonly opened: SourceCheckpoint;
  readonly checksums: readonly ChecksummedFile[];
  readonly cacheFolder: string;
  readonly options: CacheOptions;
  /** The key of the graph in a precision; of the choice for `auto`. */
  readonly keyOf: (precision: Precision | 'auto') => string;
};

const choiceSchema = z.enum(PRECISIONS);

/**
 * Returns the bundle of a checkpoint, which is converted once. The key of the cache contains the checkpoint's
 * content, name and licence and the precision that the graph really has, so that `auto` and the chosen
 * precision share one graph.
 *
 * @param cacheFolder the user's cache; graphs are in its folder `graphs`, the choices of `auto` in `precisions`
 */
export async function cachedBundle(
  source: CheckpointSource,
  cacheFolder: string,
  options: CacheOptions = {},
): Promise<Bundle> {
  const opened = await openSourceCheckpoint(source);
  const checksums = await checksumFiles(opened);
  const keyOf = await cacheKeys(opened, checksums);
  const entry = { opened, checksums, cacheFolder, options, keyOf };
  const { precision = 'fp32' } = options;
  return precision === 'auto' ? chosenBundle(entry) : bundleIn(entry, precision);
}

/** The bundle in the precision that `auto` chose before or chooses now. */
async function chosenBundle(entry: CacheEntry): Promise<Bundle> {
  const memo = join(entry.cacheFolder, 'precisions', `${entry.keyOf('auto')}.json`);
  const known = await readMemo(memo, choiceSchema);
  // Without the memo, a model that falls back to fp32 would be converted and refused in int8 every time.
  const plan = planPrecision(entry.opened, { precision: known ?? 'auto', fallback: 'fp32' });
  const bundle = await withFallback(plan, (precision) => bundleIn(entry, precision));
  const { precision } = bundle.manifest;
  if (precision !== known) await keepMemo(memo, precision);
  return bundle;
}

async function bundleIn(entry: CacheEntry, precision: Precision): Promise<Bundle> {
  const { opened, checksums, cacheFolder, options, keyOf } = entry;
  const graphs = graphsFolder(cacheFolder);
  const folder = join(graphs, keyOf(precision));
  const known = await readIntactBundle(folder, cacheFolder);
  if (known) return known;
  await removeAbandoned(graphs);
  await makeFolder(graphs, PRIVATE_FOLDER);
  try {
    await writeBundle(opened, folder, { ...options, precision, checksums });
  } catch (error) {
    // Another process may have written the same graph in the meantime.
    const exists = error instanceof FileError && error.code === 'file-exists';
    if (!exists || !(await isBundle(folder))) throw error;
  }
  const bundle = await readBundle(folder);
  await rememberVerified(bundle, cacheFolder);
  return bundle;
}

async function cacheKeys(
  { source, name }: SourceCheckpoint,
  checksums: readonly ChecksummedFile[],
) {
  const licence = source.licence ?? (await readLicence(source.folder));
  const facts = { ...source, name, licence, checksums };
  return (precision: Precision | 'auto') =>
    createHash('sha256').update(graphKey(facts, precision)).digest('hex').slice(0, 32);
}
