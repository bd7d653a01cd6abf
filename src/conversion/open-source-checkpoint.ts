import { join } from 'node:path';
import {
  type BlobFolder,
  type Checkpoint,
  openCheckpoint,
  openFolder,
} from '../checkpoint/node.js';
import { cacheFolderOf } from '../cache-folder.js';
import { HEADS_FILE } from '../graph-files.js';
import { type Heads, parseHeads } from '../inference/index.js';
import { type ModelPlan, planModel } from '../models/index.js';
import {
  type CheckpointSource,
  type ChecksummedFile,
  fingerprintFiles,
  MAX_HEADS_BYTES,
} from '../bundles/index.js';
import { CheckpointError } from '../errors.js';

/** A checkpoint that is opened once for everything that is done with it. Its weights are not read yet. */
export type SourceCheckpoint = {
  readonly source: CheckpointSource;
  readonly checkpoint: Checkpoint;
  /** The content of `heads.json` beside the checkpoint, if there is one. */
  readonly heads?: Heads;
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
  const { folder, name, hparamsFile, labels, headActivation, links = 'follow' } = source;
  const files = await openFolder(folder, { links });
  const checkpoint = await openCheckpoint(files, {
    ...(hparamsFile !== undefined && { hparamsFile }),
    ...(labels !== undefined && { labels }),
    ...(headActivation !== undefined && { headActivation }),
    ...(name !== undefined && { repository: name }),
  });
  const heads = (await files.has(HEADS_FILE)) ? await readHeads(files) : undefined;
  const plans = new Map<number | undefined, ModelPlan>();
  const plan = (layers?: number): ModelPlan => {
    const known =
      plans.get(layers) ?? planModel(checkpoint, layers === undefined ? {} : { layers });
    plans.set(layers, known);
    return known;
  };
  return { source, checkpoint, plan, ...(heads && { heads }) };
}

async function readHeads(files: BlobFolder): Promise<Heads> {
  const file = await files.open(HEADS_FILE);
  const place = `${files.name}/${HEADS_FILE}`;
  if (file.size > MAX_HEADS_BYTES)
    throw new CheckpointError(
      'checkpoint-corrupt',
      `${place} has ${file.size} bytes, expected at most ${MAX_HEADS_BYTES}. Copy or pull the model again.`,
    );
  return parseHeads(await file.text(), place);
}

/** Computes the SHA-256 of the files that a checkpoint was read from; {@link fingerprintFiles} remembers them. */
export async function checksumFiles(opened: SourceCheckpoint): Promise<readonly ChecksummedFile[]> {
  const { source, checkpoint } = opened;
  const own = checkpoint.files.map(({ path }) => path);
  // An encoder without a head of its own has read the heads already.
  const paths = new Set(opened.heads ? [...own, HEADS_FILE] : own);
  return fingerprintFiles(source.folder, [...paths], join(cacheFolderOf(process.env), 'checksums'));
}
