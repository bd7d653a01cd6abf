import type { Bundle, CheckpointSource, ChecksummedFile } from '../bundles/index.js';
import type { ConvertOptions, ModelReport } from '../conversion/index.js';

/**
 * The readers of checkpoints and the writer of graphs. A bundle is answered without them, so they
 * are loaded when they are first needed: they are most of what the program would load at its start.
 */
const conversion = () => import('../conversion/index.js');

/**
 * Turns a checkpoint into a bundle. The bundle is there in whole or not at all.
 *
 * @param checksums of the checkpoint's files, which become the bundle's provenance
 * @param target the bundle's folder, which must not exist yet
 * @throws CheckpointError `checkpoint-mismatch` where a regression model is to be calibrated,
 *   `checkpoint-inexact` where a smaller graph answers otherwise than the model
 */
export async function convertCheckpoint(
  source: CheckpointSource,
  checksums: readonly ChecksummedFile[],
  target: string,
  options?: ConvertOptions,
): Promise<void> {
  await (await conversion()).convertCheckpoint(source, checksums, target, options);
}

/** SHA-256 of the files that a checkpoint consists of. */
export async function checksumCheckpoint(source: CheckpointSource): Promise<ChecksummedFile[]> {
  return (await conversion()).checksumCheckpoint(source);
}

/**
 * Says what a model is, also one that is not supported.
 *
 * @throws CheckpointError where its files cannot be read at all; FileError
 */
export async function inspectModel(source: CheckpointSource): Promise<ModelReport> {
  return (await conversion()).inspectModel(source);
}

/** The bundle of a checkpoint, made once and kept in the user's cache. */
export async function cachedBundle(
  source: CheckpointSource,
  checksums: readonly ChecksummedFile[],
  cacheFolder: string,
  options?: ConvertOptions,
): Promise<Bundle> {
  return (await conversion()).cachedBundle(source, checksums, cacheFolder, options);
}
