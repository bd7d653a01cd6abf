import { join } from 'node:path';
import { cacheFolderOf } from '../hub/index.js';
import { type CheckpointSource, type ChecksummedFile, fingerprintFiles } from '../bundles/index.js';
import { openSource } from './open-source.js';

/** SHA-256 of the files that a checkpoint consists of. */
export async function checksumCheckpoint(source: CheckpointSource): Promise<ChecksummedFile[]> {
  const { files } = await openSource(source);
  return fingerprintFiles(
    source.folder,
    files.map(({ path }) => path),
    join(cacheFolderOf(process.env), 'checksums'),
  );
}
