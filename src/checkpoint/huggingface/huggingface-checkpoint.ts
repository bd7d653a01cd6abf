import { z } from 'zod';
import type { BlobFolder } from '../files/blob-folder.js';
import type { CheckpointFile, HuggingFaceCheckpoint } from '../checkpoint.js';
import { type HuggingFaceConfig, parseHuggingFaceConfig } from './huggingface-config.js';
import { readJson } from '../json.js';
import {
  type PreprocessorConfig,
  defaultPreprocessor,
  parsePreprocessorConfig,
} from './preprocessor-config.js';
import { openWeights } from '../tensors/open-weights.js';

/** File of a model's settings. */
export const CONFIG_FILE = 'config.json';

/** File of the settings of a model's input. */
const PREPROCESSOR_FILE = 'preprocessor_config.json';

/**
 * Opens a folder in Hugging Face's layout. Without `preprocessor_config.json` the defaults of
 * transformers hold ({@link defaultPreprocessor}).
 *
 * @throws CheckpointError if a file is broken, absent or of a model that is not supported.
 */
export async function openHuggingFace(folder: BlobFolder): Promise<HuggingFaceCheckpoint> {
  const files: CheckpointFile[] = [];
  const config = await readConfig(folder, files);
  const preprocessor = (await readPreprocessor(folder, files)) ?? defaultPreprocessor;
  const weights = await openWeights(folder);
  return {
    format: 'huggingface',
    config,
    preprocessor,
    store: weights.store,
    labels: config.labels,
    files: [...files, ...weights.files],
  };
}

/** Reads `config.json` and notes it in `files`. */
async function readConfig(folder: BlobFolder, files: CheckpointFile[]): Promise<HuggingFaceConfig> {
  return parseHuggingFaceConfig(await readSettings(folder, CONFIG_FILE, files), CONFIG_FILE);
}

/** Reads `preprocessor_config.json`, if there is one, and notes it in `files`. */
export async function readPreprocessor(
  folder: BlobFolder,
  files: CheckpointFile[],
): Promise<PreprocessorConfig | undefined> {
  if (!(await folder.has(PREPROCESSOR_FILE))) return undefined;
  const settings = await readSettings(folder, PREPROCESSOR_FILE, files);
  return parsePreprocessorConfig(settings, PREPROCESSOR_FILE);
}

/** Reads a JSON object from a file of the folder and notes it in `files`. */
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
