import { readFile, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { CheckpointError, FileError } from '../errors.js';
import { digest } from '../hub/index.js';
import { MODEL_FILE } from '../onnx/index.js';
import { type BundleManifest, manifestSchema } from './bundle-manifest.js';

/** Name of the description inside a bundle. */
export const MANIFEST_FILE = 'model.json';
/** Of what is wrong with a description, as much is said as a person reads. */
const MAX_PROBLEM_LINES = 4;

/** Larger than any description; a stranger's must not fill the memory. */
const MAX_MANIFEST_BYTES = 1 << 20;

/** A model ready to be computed: a folder with `model.onnx`, its weights and `model.json`. */
export type Bundle = {
  readonly folder: string;
  readonly manifest: BundleManifest;
};

/**
 * Reads a bundle's description and checks that its files are there with the sizes it declares.
 *
 * @throws CheckpointError where `model.json` is not one of ours or a file is missing or cut short
 */
export async function readBundle(folder: string): Promise<Bundle> {
  const manifest = parseManifest(await readText(join(folder, MANIFEST_FILE)), folder);
  for (const file of manifest.files) await checkFile(folder, file);
  if (!manifest.files.some(({ path }) => path === MODEL_FILE))
    throw corrupt(folder, `names no ${MODEL_FILE} among its files`);
  return { folder, manifest };
}

/** Writes `model.json`; the other files are there already. */
export async function writeManifest(folder: string, manifest: BundleManifest): Promise<void> {
  const path = join(folder, MANIFEST_FILE);
  const text = `${JSON.stringify(manifestSchema.parse(manifest), null, 2)}\n`;
  await writeFile(path, text).catch((error: unknown) => {
    throw FileError.from(error, path, 'write');
  });
}

/**
 * Whether a folder is a bundle: it has a description and a graph. Other projects have a
 * `model.json` too.
 */
export async function isBundle(folder: string): Promise<boolean> {
  const names = [MANIFEST_FILE, MODEL_FILE];
  const found = await Promise.all(names.map((name) => stat(join(folder, name)).catch(() => null)));
  return found.every((entry) => entry?.isFile() === true);
}

/**
 * Compares the content of a bundle's files with the checksums of its description.
 *
 * @throws CheckpointError where a file is another one
 */
export async function verifyBundle({ folder, manifest }: Bundle): Promise<void> {
  for (const { path, sha256 } of manifest.files) {
    const found = await digest('sha256', join(folder, path));
    if (found !== sha256) throw corrupt(folder, `names another SHA-256 than that of ${path}`);
  }
}

async function readText(path: string): Promise<string> {
  try {
    if ((await stat(path)).size <= MAX_MANIFEST_BYTES) return await readFile(path, 'utf8');
  } catch (error) {
    throw FileError.from(error, path, 'read');
  }
  throw corrupt(dirname(path), `is larger than ${MAX_MANIFEST_BYTES} bytes`);
}

function corrupt(folder: string, what: string, cause?: unknown): CheckpointError {
  return new CheckpointError(
    'checkpoint-corrupt',
    `${join(folder, MANIFEST_FILE)} ${what}. Copy, pull or convert the model again.`,
    { cause },
  );
}

function parseManifest(text: string, folder: string): BundleManifest {
  const found = manifestSchema.safeParse(parseJson(text, folder));
  if (found.success) return found.data;
  const problems = z.prettifyError(found.error).split('\n').slice(0, MAX_PROBLEM_LINES).join(' ');
  throw corrupt(folder, `is not a description that this version reads (${problems})`);
}

function parseJson(text: string, folder: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw corrupt(folder, `is not JSON (${String(error)})`, error);
  }
}

async function checkFile(folder: string, file: { path: string; bytes: number }): Promise<void> {
  if (file.path !== basename(file.path) || file.path === '..')
    throw new CheckpointError(
      'checkpoint-unsafe',
      `${join(folder, MANIFEST_FILE)} names the file "${file.path}" outside its own folder. Do not use this bundle.`,
    );
  const path = join(folder, file.path);
  const found = await stat(path).catch((error: unknown) => {
    throw FileError.from(error, path, 'read');
  });
  if (found.size !== file.bytes)
    throw corrupt(folder, `says ${file.bytes} bytes of ${file.path}, found ${found.size}`);
}
