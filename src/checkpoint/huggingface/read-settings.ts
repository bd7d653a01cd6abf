import { z } from 'zod';
import type { CheckpointFile } from '../checkpoint.js';
import type { BlobFolder } from '../files/blob-folder.js';
import { readJson } from '../json.js';

/** File of a model's settings. */
export const CONFIG_FILE = 'config.json';

/** File of the settings of a model's input, before transformers 5. */
const PREPROCESSOR_FILE = 'preprocessor_config.json';

/** File of the settings of a processor, which since transformers 5 contain those of the input. */
const PROCESSOR_FILE = 'processor_config.json';

/**
 * Reads the settings of a model's input, if the folder has any, and adds their file to `files`. As in
 * transformers 5, the key `feature_extractor` of `processor_config.json` takes precedence over
 * `preprocessor_config.json`, which older versions wrote.
 *
 * @param parse checks the settings of a family of models
 */
export async function readPreprocessor<T>(
  folder: BlobFolder,
  files: CheckpointFile[],
  parse: (json: unknown, file: string) => T,
): Promise<T | undefined> {
  if (await folder.has(PROCESSOR_FILE)) {
    const { feature_extractor: nested } = await readSettings(folder, PROCESSOR_FILE, files);
    if (nested !== undefined && nested !== null) {
      return parse(nested, `${PROCESSOR_FILE} (feature_extractor)`);
    }
  }
  if (!(await folder.has(PREPROCESSOR_FILE))) return undefined;
  return parse(await readSettings(folder, PREPROCESSOR_FILE, files), PREPROCESSOR_FILE);
}

/** Reads a JSON object from a file of the folder and adds the file to `files`. */
export async function readSettings(
  folder: BlobFolder,
  path: string,
  files: CheckpointFile[],
): Promise<Record<string, unknown>> {
  const blob = await folder.open(path);
  const settings = await readJson(blob, path, z.record(z.string(), z.unknown()));
  files.push({ path, bytes: blob.size });
  return settings;
}
