import { createHash } from 'node:crypto';
import { realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { FileError } from '../errors.js';
import { MANIFEST_FILE } from '../graph-files.js';
import { type Bundle, verifyBundle } from './bundle.js';
import { keepMemo, readMemo } from './memo.js';

/** Raised when the checks become stricter, so that every bundle is checked again. */
const CHECKS_REVISION = 1;

const memoSchema = z.string();

/**
 * Verifies a bundle before its first use on this machine, and again if the size or the time of one of its
 * files has changed: hashing 378 MB at every start would take longer than classifying.
 *
 * @param memoFolder folder of the memos
 * @param check further checks of the bundle, done at the same times
 * @throws CheckpointError if a file has another content than its checksum says; FileError; what `check`
 *   throws
 */
export async function verifyOnce(
  bundle: Bundle,
  memoFolder: string,
  check: (bundle: Bundle) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const memo = await memoOf(bundle, memoFolder);
  if ((await readMemo(memo.path, memoSchema)) === memo.state) return;
  await verifyBundle(bundle);
  await check(bundle);
  await keepMemo(memo.path, memo.state);
}

/** Remembers a bundle as verified because its checksums were computed just now. */
export async function rememberVerified(bundle: Bundle, memoFolder: string): Promise<void> {
  const { path, state } = await memoOf(bundle, memoFolder);
  await keepMemo(path, state);
}

async function memoOf({ folder, manifest }: Bundle, memoFolder: string) {
  const files = [MANIFEST_FILE, ...manifest.files.map(({ path }) => path)];
  const states = await Promise.all(files.map((file) => stateOf(join(folder, file))));
  const place = await realpath(folder);
  const digest = (text: string) => createHash('sha256').update(text).digest('hex');
  return {
    path: join(memoFolder, 'verified', `${digest(place)}.json`),
    state: digest(JSON.stringify([CHECKS_REVISION, states])),
  };
}

async function stateOf(path: string): Promise<readonly [string, number, number]> {
  const { size, mtimeMs } = await stat(path).catch((error: unknown) => {
    throw FileError.from(error, path, 'read');
  });
  return [path, size, mtimeMs];
}
