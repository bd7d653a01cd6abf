import { stat } from 'node:fs/promises';
import { digest } from '../digest.js';
import type { RemoteFile } from './remote-repository.js';

/**
 * Compares the file at `path` with a file that the hub lists.
 *
 * @returns its SHA-256 in hexadecimal if size and checksum are equal, else `undefined`
 * @throws {FileError} if the file exists and cannot be read
 */
export async function checksumIfSame(path: string, file: RemoteFile): Promise<string | undefined> {
  const info = await stat(path).catch(() => undefined);
  if (!info?.isFile() || info.size !== file.bytes) return undefined;
  const sha256 = await digest('sha256', path);
  if (file.checksum.length === 64) return sha256 === file.checksum ? sha256 : undefined;
  // Git hashes a blob with this header: https://git-scm.com/book/en/v2/Git-Internals-Git-Objects
  const oid = await digest('sha1', path, `blob ${info.size}\0`);
  return oid === file.checksum ? sha256 : undefined;
}
