import { join } from 'node:path';
import { cacheFolderOf } from '../cache-folder.js';
import { openFolder } from '../checkpoint/node.js';
import {
  type CheckpointSource,
  type ChecksummedFile,
  fingerprintFiles,
  sourceName,
} from '../bundles/index.js';
import { type OpenedCheckpoint, openCheckpointFiles, usedFiles } from './open-checkpoint-files.js';

/** A checkpoint on the disk. */
export type SourceCheckpoint = OpenedCheckpoint & { readonly source: CheckpointSource };

/** Opens the files of a checkpoint and reads its settings. */
export async function openSourceCheckpoint(source: CheckpointSource): Promise<SourceCheckpoint> {
  const { folder, name: repository, hparamsFile, labels, headActivation } = source;
  const files = await openFolder(folder, { links: source.links ?? 'follow' });
  const hints = { name: sourceName(source), repository, hparamsFile, labels, headActivation };
  return { source, ...(await openCheckpointFiles(files, hints)) };
}

/** Computes the SHA-256 of the files that a checkpoint was read from; {@link fingerprintFiles} remembers them. */
export async function checksumFiles(opened: SourceCheckpoint): Promise<readonly ChecksummedFile[]> {
  const memos = join(cacheFolderOf(process.env), 'checksums');
  return fingerprintFiles(opened.source.folder, usedFiles(opened), memos);
}
