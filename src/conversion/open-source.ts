import { type Checkpoint, openCheckpoint, openFolder } from '../checkpoint/index.js';
import type { CheckpointSource } from '../bundles/index.js';

/** Opens the files of a checkpoint; its weights are not read yet. */
export async function openSource(source: CheckpointSource): Promise<Checkpoint> {
  const { folder, hparamsFile, revision } = source;
  // Only a hub's snapshot has a revision: where its links lead was not chosen by the person who asks.
  const links = revision === undefined ? 'follow' : 'inside';
  const opened = await openFolder(folder, { links });
  return openCheckpoint(opened, hparamsFile === undefined ? {} : { hparamsFile });
}
