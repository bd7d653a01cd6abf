import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { packageUrl } from '../package-files.js';

/** The model that answers where none is named. */
export const DEFAULT_MODEL = 'wav2vec2-mini';

const MODELS_FOLDER = fileURLToPath(packageUrl('models/'));

/** The models that come with this package: their names and folders, the default first. */
export async function embeddedModels(): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(MODELS_FOLDER, { withFileTypes: true }).catch(() => []);
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const others = folders.filter((name) => name !== DEFAULT_MODEL).sort();
  const names = folders.includes(DEFAULT_MODEL) ? [DEFAULT_MODEL, ...others] : others;
  return new Map(names.map((name) => [name, join(MODELS_FOLDER, name)]));
}
