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

/** File of the settings of a model's input, before transformers 5. */
const PREPROCESSOR_FILE = 'preprocessor_config.json';

/** File of the settings of a processor, which since transformers 5 contain those of the input. */
const PROCESSOR_FILE = 'processor_config.json';

/**
 * Opens a folder in Hugging Face's layout. If no file states the settings of the input, the defaults of
 * transformers apply ({@link defaultPreprocessor}).
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

async function readConfig(folder: BlobFolder, files: CheckpointFile[]): Promise<HuggingFaceConfig> {
  return parseHuggingFaceConfig(await readSettings(folder, CONFIG_FILE, files), CONFIG_FILE);
}

/**
 * Reads the settings of a model's input, if the folder has any, and notes their file in `files`. As in
 * transformers 5, the key `feature_extractor` of `processor_config.json` takes precedence over
 * `preprocessor_config.json`, which older versions wrote.
 */
export async function readPreprocessor(
  folder: BlobFolder,
  files: CheckpointFile[],
): Promise<PreprocessorConfig | undefined> {
  if (await folder.has(PROCESSOR_FILE)) {
    const { feature_extractor: nested } = await readSettings(folder, PROCESSOR_FILE, files);
    if (nested !== undefined && nested !== null) {
      return parsePreprocessorConfig(nested, `${PROCESSOR_FILE} (feature_extractor)`);
    }
  }
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
