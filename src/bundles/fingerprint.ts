import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { FileError } from '../errors.js';
import { digest } from '../hub/index.js';
import type { ChecksummedFile } from './bundle-manifest.js';

const memoSchema = z.object({ bytes: z.number(), modified: z.number(), sha256: z.string() });

/**
 * SHA-256 of files of a folder. A file that was read before and has kept its size and time is not
 * read again: hashing 378 MB at every start would cost more than the answer.
 *
 * @param memoFolder where known checksums are kept
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
  const found = await stat(path).catch((error: unknown) => {
    throw FileError.from(error, path, 'read');
  });
  const memoPath = join(memoFolder, `${createHash('sha256').update(path).digest('hex')}.json`);
  const memo = await readMemo(memoPath);
  if (memo?.bytes === found.size && memo.modified === found.mtimeMs)
    return { bytes: memo.bytes, sha256: memo.sha256 };
  const sha256 = await sha256OfFile(path);
  await keepMemo(memoPath, { bytes: found.size, modified: found.mtimeMs, sha256 });
  return { bytes: found.size, sha256 };
}

/** SHA-256 of a file's content in hexadecimal, read as a stream. */
export async function sha256OfFile(path: string): Promise<string> {
  return digest('sha256', path).catch((error: unknown) => {
    throw FileError.from(error, path, 'read');
  });
}

async function readMemo(path: string) {
  try {
    return memoSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    // Absent or damaged: the file is read again.
    return undefined;
  }
}

async function keepMemo(path: string, memo: z.infer<typeof memoSchema>): Promise<void> {
  const temporary = `${path}.${randomUUID()}`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(temporary, JSON.stringify(memo));
    await rename(temporary, path);
  } catch {
    // Without the memo the next start is slower, nothing else.
    await rm(temporary, { force: true });
  }
}
