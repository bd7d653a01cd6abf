import { type Checkpoint, openCheckpoint, openFolder } from '../checkpoint/index.js';
import type { CheckpointSource } from '../bundles/index.js';

/** Opens the files of a checkpoint; its weights are not read yet. */
export async function openSource({ folder, hparamsFile }: CheckpointSource): Promise<Checkpoint> {
  return openCheckpoint(await openFolder(folder), hparamsFile === undefined ? {} : { hparamsFile });
}
