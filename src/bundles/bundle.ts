import { readFile, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { CheckpointError, FileError } from '../errors.js';
import { HEADS_FILE, MANIFEST_FILE, MODEL_FILE } from '../graph-files.js';
import type { Heads } from '../inference/index.js';
import type { BundleManifest, ChecksummedFile } from './bundle-manifest.js';
import { sha256OfFile } from './fingerprint.js';
import { formatManifest } from './format-manifest.js';
import { listsHeads, MAX_HEADS_BYTES, withHeads } from './model-info.js';
import { corruptManifest, parseManifest } from './parse-manifest.js';

/** Real descriptions have a few kB; a larger file from elsewhere must not fill the memory. */
const MAX_MANIFEST_BYTES = 1 << 20;

/** A model that is ready to run: a folder with `model.onnx`, its weights and `model.json`. */
export type Bundle = {
  readonly folder: string;
  /** If the bundle has heads, their labels are those of the description. */
  readonly manifest: BundleManifest;
  /** The content of `heads.json`; absent if the last layer of the graph is the only head. */
  readonly heads?: Heads;
};

/**
 * Reads a bundle's description and checks that its files exist with the sizes that it declares.
 *
 * @throws CheckpointError if `model.json` is not a bundle's description or a file has another size;
 *   FileError if a file is missing or cannot be read
 */
export async function readBundle(folder: string): Promise<Bundle> {
  const place = join(folder, MANIFEST_FILE);
  const manifest = parseManifest(await readText(place, MAX_MANIFEST_BYTES), place);
  for (const file of manifest.files) await checkFile(folder, file);
  if (!manifest.files.some(({ path }) => path === MODEL_FILE))
    throw corruptManifest(place, `does not list ${MODEL_FILE} among its files`);
  if (!listsHeads(manifest)) return { folder, manifest };
  const headsPlace = join(folder, HEADS_FILE);
  return {
    folder,
    ...withHeads(manifest, await readText(headsPlace, MAX_HEADS_BYTES), headsPlace),
  };
}

/** Writes `model.json` into a folder that holds the other files already. */
export async function writeManifest(folder: string, manifest: BundleManifest): Promise<void> {
  const path = join(folder, MANIFEST_FILE);
  await writeFile(path, formatManifest(manifest)).catch((error: unknown) => {
    throw FileError.from(error, path, 'write');
  });
}

/**
 * Whether a folder is a bundle: it has a description and a graph. A `model.json` alone is not enough,
 * because other projects use this name, too.
 */
export async function isBundle(folder: string): Promise<boolean> {
  const names = [MANIFEST_FILE, MODEL_FILE];
  const found = await Promise.all(names.map((name) => stat(join(folder, name)).catch(() => null)));
  return found.every((entry) => entry?.isFile() === true);
}

/**
 * Compares the content of a bundle's files with the checksums of its description.
 *
 * @throws CheckpointError if a file has another content; FileError if one cannot be read
 */
export async function verifyBundle({ folder, manifest }: Bundle): Promise<void> {
  for (const { path, sha256 } of manifest.files) {
    const found = await sha256OfFile(join(folder, path));
    if (found !== sha256)
      throw corruptManifest(
        join(folder, MANIFEST_FILE),
        `states a SHA-256 that ${path} does not have`,
      );
  }
}

async function readText(path: string, maximumBytes: number): Promise<string> {
  try {
    if ((await stat(path)).size <= maximumBytes) return await readFile(path, 'utf8');
  } catch (error) {
    throw FileError.from(error, path, 'read');
  }
  throw corruptManifest(path, `is larger than ${maximumBytes} bytes`);
}

async function checkFile(folder: string, { path, bytes }: ChecksummedFile): Promise<void> {
  const place = join(folder, MANIFEST_FILE);
  if (path !== basename(path) || path === '..')
    throw new CheckpointError(
      'checkpoint-unsafe',
      `${place} lists the file "${path}", which is outside its folder. Do not use this bundle.`,
    );
  const file = join(folder, path);
  const { size } = await stat(file).catch((error: unknown) => {
    throw FileError.from(error, file, 'read');
  });
  if (size !== bytes)
    throw corruptManifest(place, `states ${bytes} bytes for ${path}, found ${size}`);
}
