import { readFile, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { CheckpointError, FileError } from '../errors.js';
import { type BundleManifest, manifestSchema } from './bundle-manifest.js';

/** Name of the description inside a bundle. */
export const MANIFEST_FILE = 'model.json';
/** Name of the graph inside a bundle. */
export const GRAPH_FILE = 'model.onnx';

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

async function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    throw FileError.from(error, path, 'read');
  });
}

function parseManifest(text: string, folder: string): BundleManifest {
  const found = manifestSchema.safeParse(parseJson(text, folder));
  if (found.success) return found.data;
  throw new CheckpointError(
    'checkpoint-corrupt',
    `${join(folder, MANIFEST_FILE)} is not the description of a bundle that this version reads:\n` +
      `${z.prettifyError(found.error)}\nConvert the model again with "wav2emo convert".`,
  );
}

function parseJson(text: string, folder: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CheckpointError(
      'checkpoint-corrupt',
      `${join(folder, MANIFEST_FILE)} is not JSON (${String(error)}). Convert the model again with "wav2emo convert".`,
      { cause: error },
    );
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
    throw new CheckpointError(
      'checkpoint-corrupt',
      `${path} has ${found.size} bytes, expected ${file.bytes}. Copy, pull or convert the model again.`,
    );
}
