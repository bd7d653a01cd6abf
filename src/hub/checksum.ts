import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { RemoteFile } from './describe.js';

/** SHA-256 (hex) of the file at `path` if its size and checksum are those of `file`. */
export async function checksumIfSame(path: string, file: RemoteFile): Promise<string | undefined> {
  const info = await stat(path).catch(() => undefined);
  if (!info?.isFile() || info.size !== file.bytes) return undefined;
  const sha256 = await digest('sha256', path);
  if (file.checksum.length === 64) return sha256 === file.checksum ? sha256 : undefined;
  // Git's name for a blob: https://git-scm.com/book/en/v2/Git-Internals-Git-Objects
  const oid = await digest('sha1', path, `blob ${info.size}\0`);
  return oid === file.checksum ? sha256 : undefined;
}

/** Hash (hex) of `before` and the content of the file at `path`. */
export async function digest(algorithm: 'sha1' | 'sha256', path: string, before = '') {
  const hash = createHash(algorithm).update(before);
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) hash.update(chunk);
  return hash.digest('hex');
}
