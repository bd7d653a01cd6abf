import { join } from 'node:path';
import { cacheFolderOf } from '../hub/index.js';
import type { ChecksummedFile } from './bundle-manifest.js';
import { type CheckpointSource, openSource } from './checkpoint-source.js';
import { fingerprintFiles } from './fingerprint.js';

/** SHA-256 of the files that a checkpoint consists of. */
export async function checksumCheckpoint(source: CheckpointSource): Promise<ChecksummedFile[]> {
  const { files } = await openSource(source);
  return fingerprintFiles(
    source.folder,
    files.map(({ path }) => path),
    join(cacheFolderOf(process.env), 'checksums'),
  );
}
