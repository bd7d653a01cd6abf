import { basename, resolve } from 'node:path';

/** A checkpoint on the disk and where it came from. */
export type CheckpointSource = {
  readonly folder: string;
  /** Hub repository or a name of one's own. Default: the folder's name. */
  readonly name?: string;
  /** Commit of the hub repository. */
  readonly revision?: string;
  /** Default: what the folder's model card says. */
  readonly licence?: string;
  /** SpeechBrain's settings. Default: `hyperparams.yaml`. */
  readonly hparamsFile?: string;
};

/** The name of a checkpoint: its hub repository, a name of one's own, or its folder's. */
export function nameOf({ name, folder }: CheckpointSource): string {
  return name ?? basename(resolve(folder));
}
