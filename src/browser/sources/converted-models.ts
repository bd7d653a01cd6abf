import { parseManifest } from '../../bundles/web.js';
import type { MemoryBundle } from '../../conversion/web.js';
import { FileError } from '../../errors.js';
import { MANIFEST_FILE } from '../../graph-files.js';
import { browser } from '../platform.js';
import { openKeptFiles, removeModel } from './kept-models.js';
import { matches } from './matches.js';

/** No server has files here: the cache wants an address for each. */
const HOME = '/wav2emo-converted/';

/** Whether an address is that of a model that was converted in this browser. */
export function isConverted(address: string): boolean {
  return new URL(address).pathname.startsWith(HOME);
}

/** The files of a bundle that was made before, if all of them are there and intact. */
export async function findConverted(key: string): Promise<MemoryBundle['files'] | undefined> {
  return await findKept(addressOf(key));
}

/**
 * The files of a model that was converted in this browser.
 *
 * @throws FileError `file-not-found` if the browser no longer keeps them
 */
export async function findConvertedAt(address: string): Promise<MemoryBundle['files']> {
  const files = await findKept(address);
  if (files) return files;
  throw new FileError(
    'file-not-found',
    `Found no model at ${address}: the browser no longer keeps what was converted. Convert the checkpoint again.`,
  );
}

/** The files of a bundle in the browser's cache, if all of them are there and intact. */
async function findKept(address: string): Promise<MemoryBundle['files'] | undefined> {
  const kept = await openKeptFiles();
  const description = await kept?.find(`${address}${MANIFEST_FILE}`);
  if (!kept || !description) return undefined;
  const manifest = parseManifest(await description.text(), MANIFEST_FILE);
  const files: Record<string, Blob> = { [MANIFEST_FILE]: description };
  for (const listed of manifest.files) {
    const file = await kept.find(`${address}${listed.path}`);
    if (!file || !(await matches(file, listed))) return undefined;
    files[listed.path] = file;
  }
  return files;
}

/**
 * Keeps the files of a bundle, all of them or none: a browser without space for one, e.g. in a private
 * window, converts again the next time.
 */
export async function keepConverted(key: string, files: MemoryBundle['files']): Promise<void> {
  const kept = await openKeptFiles();
  if (!kept) return;
  const address = addressOf(key);
  // The description is stored last: a model that is stored in part is not listed.
  const isLast = (name: string) => Number(name === MANIFEST_FILE);
  for (const name of Object.keys(files).sort((a, b) => isLast(a) - isLast(b))) {
    const file = files[name];
    if (!file || (await kept.keep(`${address}${name}`, file))) continue;
    await removeModel(address);
    return;
  }
}

function addressOf(key: string): string {
  return new URL(`${HOME}${key}/`, browser.location?.origin).href;
}
