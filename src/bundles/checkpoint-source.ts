import type { HeadActivation } from '../head-activation.js';
import { basename, resolve } from 'node:path';

/** A checkpoint on the disk and where it came from. */
export type CheckpointSource = {
  readonly folder: string;
  /** Hub repository, or any name. Default: the folder's name. */
  readonly name?: string;
  /** Commit of the hub repository. */
  readonly revision?: string;
  /** SPDX identifier. Default: the one that the folder's model card states. */
  readonly licence?: string;
  /** File with SpeechBrain's settings. Default: `hyperparams.yaml`. */
  readonly hparamsFile?: string;
  /** Names of the outputs in their order. Default: those that the files state. */
  readonly labels?: readonly string[];
  /** The activation between the two layers of a head whose files do not state it. */
  readonly headActivation?: HeadActivation;
  /**
   * `follow`: symbolic links of the folder are followed wherever they lead. `inside`: only links that
   * stay in the folder are followed, for files that a hub names. Default: `follow`.
   */
  readonly links?: 'follow' | 'inside';
};

/** The name of a checkpoint: the given one or its folder's. */
export function sourceName({ name, folder }: CheckpointSource): string {
  return name ?? basename(resolve(folder));
}
