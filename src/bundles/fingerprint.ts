import { createHash } from 'node:crypto';
import { realpath, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { digest } from '../digest.js';
import { FileError } from '../errors.js';
import type { ChecksummedFile } from './bundle-manifest.js';
import { keepMemo, readMemo } from './memo.js';

const memoSchema = z.object({ bytes: z.number(), modified: z.number(), sha256: z.string() });

/**
 * Computes the SHA-256 of files of a folder. The checksum of a file that has kept its size and time since
 * the last call is read from a memo: hashing 378 MB at every start would take longer than classifying.
 *
 * @param memoFolder folder of the memos
 * @throws FileError if a file cannot be read
 */
export async function fingerprintFiles(
  folder: string,
  paths: readonly string[],
  memoFolder: string,
): Promise<ChecksummedFile[]> {
  const files: ChecksummedFile[] = [];
  for (const path of paths) {
    files.push({ path, ...(await fingerprint(resolve(folder, path), memoFolder)) });
  }
  return files;
}

async function fingerprint(path: string, memoFolder: string) {
  const found = await describeFile(path);
  const memoName = createHash('sha256').update(found.path).digest('hex');
  const memoPath = join(memoFolder, `${memoName}.json`);
  const memo = await readMemo(memoPath, memoSchema);
  if (memo?.bytes === found.bytes && memo.modified === found.modified)
    return { bytes: memo.bytes, sha256: memo.sha256 };
  const sha256 = await sha256OfFile(path);
  await keepMemo(memoPath, { bytes: found.bytes, modified: found.modified, sha256 });
  return { bytes: found.bytes, sha256 };
}

async function describeFile(path: string) {
  try {
    const { size, mtimeMs } = await stat(path);
    // A link that is changed to lead to another file is another file.
    return { path: await realpath(path), bytes: size, modified: mtimeMs };
  } catch (error) {
    throw FileError.from(error, path, 'read');
  }
}

/**
 * Computes the SHA-256 of a file's content, which is read as a stream.
 *
 * @returns hexadecimal digits
 * @throws FileError if the file cannot be read
 */
export async function sha256OfFile(path: string): Promise<string> {
  return digest('sha256', path);
}
