import { join } from 'node:path';
import { type Checkpoint, openCheckpoint, openFolder } from '../checkpoint/index.js';
import { cacheFolderOf } from '../cache-folder.js';
import { type ModelPlan, planModel } from '../models/index.js';
import { type CheckpointSource, type ChecksummedFile, fingerprintFiles } from '../bundles/index.js';

/** A checkpoint that is opened once for everything that is done with it. Its weights are not read yet. */
export type SourceCheckpoint = {
  readonly source: CheckpointSource;
  readonly checkpoint: Checkpoint;
  /**
   * Plans the model; a second call returns the same plan, whose graph can be built in any precision.
   *
   * @param layers the number of Transformer layers to keep; default: all
   * @throws CheckpointError if the model is not supported; RangeError if it has fewer layers
   */
  readonly plan: (layers?: number) => ModelPlan;
};

/** Opens the files of a checkpoint and reads its settings. */
export async function openSourceCheckpoint(source: CheckpointSource): Promise<SourceCheckpoint> {
  const { folder, hparamsFile, links = 'follow' } = source;
  const files = await openFolder(folder, { links });
  const checkpoint = await openCheckpoint(files, hparamsFile === undefined ? {} : { hparamsFile });
  const plans = new Map<number | undefined, ModelPlan>();
  const plan = (layers?: number): ModelPlan => {
    const known =
      plans.get(layers) ?? planModel(checkpoint, layers === undefined ? {} : { layers });
    plans.set(layers, known);
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
