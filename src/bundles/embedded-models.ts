import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageUrl } from '../package-files.js';

/** The model that is used if none is named; the environment may name another one. */
export const DEFAULT_MODEL = process.env['WAV2EMO_DEFAULT_MODEL'] ?? 'wav2emo-base';

const MODELS_FOLDER = fileURLToPath(packageUrl('models/'));

/**
 * The models that come with this package, the default first.
 *
 * @param modelsFolder a folder with a folder for each model, which may be symbolic links
 * @returns the model's folders by their names
 */
export async function embeddedModels(
  modelsFolder = MODELS_FOLDER,
): Promise<ReadonlyMap<string, string>> {
  const names = (await readdir(modelsFolder).catch(() => [])).sort();
  const models = new Map<string, string>();
  for (const name of [DEFAULT_MODEL, ...names]) {
    const folder = join(modelsFolder, name);
    if (await isFolder(folder)) models.set(name, folder);
  }
  return models;
}

async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.isDirectory() ?? false;
}
