import { MAX_HEADS_BYTES } from '../bundles/web.js';
import { type BlobFolder, type Checkpoint, openCheckpoint } from '../checkpoint/index.js';
import { CheckpointError } from '../errors.js';
import { HEADS_FILE } from '../graph-files.js';
import type { HeadActivation } from '../head-activation.js';
import { type Heads, parseHeads } from '../inference/index.js';
import { type ModelPlan, planModel } from '../models/index.js';

/** A checkpoint that is opened once for everything that is done with it. Its weights are not read yet. */
export type OpenedCheckpoint = {
  readonly name: string;
  readonly files: BlobFolder;
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

/** What is known of a checkpoint besides its files. */
export type CheckpointHints = {
  /** Its name in messages and in the description of its bundle. */
  readonly name: string;
  /** Hub repository, or the name that the user gave. */
  readonly repository?: string | undefined;
  /** File with SpeechBrain's settings. Default: `hyperparams.yaml`. */
  readonly hparamsFile?: string | undefined;
  /** Names of the outputs in their order. Default: those that the files state. */
  readonly labels?: readonly string[] | undefined;
  /** The activation between the two layers of a head whose files do not state it. */
  readonly headActivation?: HeadActivation | undefined;
};

/** Opens the files of a checkpoint and reads its settings. */
export async function openCheckpointFiles(
  files: BlobFolder,
  { name, repository, hparamsFile, labels, headActivation }: CheckpointHints,
): Promise<OpenedCheckpoint> {
  const checkpoint = await openCheckpoint(files, {
    ...(hparamsFile !== undefined && { hparamsFile }),
    ...(labels !== undefined && { labels }),
    ...(headActivation !== undefined && { headActivation }),
    ...(repository !== undefined && { repository }),
  });
  const heads = (await files.has(HEADS_FILE)) ? await readHeads(files) : undefined;
  const plans = new Map<number | undefined, ModelPlan>();
  const plan = (layers?: number): ModelPlan => {
    const known =
      plans.get(layers) ?? planModel(checkpoint, layers === undefined ? {} : { layers });
    plans.set(layers, known);
    return known;
  };
  return { name, files, checkpoint, plan, ...(heads && { heads }) };
}

/** Paths of the files that a checkpoint was read from. */
export function usedFiles({ checkpoint, heads }: OpenedCheckpoint): readonly string[] {
  const own = checkpoint.files.map(({ path }) => path);
  // An encoder without a head of its own has read the heads already.
  return [...new Set(heads ? [...own, HEADS_FILE] : own)];
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
