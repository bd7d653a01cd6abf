import { join } from 'node:path';
import { type Checkpoint, openCheckpoint, openFolder } from '../checkpoint/index.js';
import { cacheFolderOf } from '../cache-folder.js';
import { describeModel, type GraphOptions, type ModelPlan } from '../models/index.js';
import { type CheckpointSource, type ChecksummedFile, fingerprintFiles } from '../bundles/index.js';

/** A checkpoint that is opened once for everything that is done with it. Its weights are not read yet. */
export type SourceCheckpoint = {
  readonly source: CheckpointSource;
  readonly checkpoint: Checkpoint;
  /**
   * Plans a graph of the checkpoint; equal options return the same plan.
   *
   * @throws CheckpointError if the model is not supported
   */
  readonly plan: (options?: GraphOptions) => ModelPlan;
};

/** Opens the files of a checkpoint and reads its settings. */
export async function openSourceCheckpoint(source: CheckpointSource): Promise<SourceCheckpoint> {
  const { folder, hparamsFile, links = 'follow' } = source;
  const files = await openFolder(folder, { links });
  const checkpoint = await openCheckpoint(files, hparamsFile === undefined ? {} : { hparamsFile });
  const plans = new Map<string, ModelPlan>();
  const plan = (options: GraphOptions = {}): ModelPlan => {
    const key = JSON.stringify([options.precision ?? 'fp32', options.layers]);
    const known = plans.get(key) ?? describeModel(checkpoint, options);
    plans.set(key, known);
    return known;
  };
  return { source, checkpoint, plan };
}

/** Computes the SHA-256 of the files that a checkpoint was read from; {@link fingerprintFiles} remembers them. */
export async function checksumFiles(opened: SourceCheckpoint): Promise<readonly ChecksummedFile[]> {
  const { source, checkpoint } = opened;
  const paths = checkpoint.files.map(({ path }) => path);
  return fingerprintFiles(source.folder, paths, join(cacheFolderOf(process.env), 'checksums'));
}
