import type { BlobFolder } from '../files/blob-folder.js';
import type {
  CheckpointFile,
  HuggingFaceCheckpoint,
  OdysseyCheckpoint,
  VoxProfileCheckpoint,
  WhisperCheckpoint,
} from '../checkpoint.js';
import { chooseLabels, type HeadHints } from './head-hints.js';
import { MODEL_TYPES, parseHuggingFaceConfig } from './huggingface-config.js';
import { ODYSSEY_KEY, openOdyssey } from './odyssey-checkpoint.js';
import {
  defaultPreprocessor,
  parsePreprocessorConfig,
  refuseOther,
} from './preprocessor-config.js';
import { CONFIG_FILE, readPreprocessor, readSettings } from './read-settings.js';
import { refuseOthers } from './refuse-others.js';
import { openWeights } from '../tensors/open-weights.js';
import { openVoxProfile, VOX_PROFILE_KEYS } from './vox-profile-checkpoint.js';
import { openWhisper, WHISPER } from './whisper-checkpoint.js';

/**
 * Opens a folder in Hugging Face's layout. If no file states the settings of the input, the defaults of
 * transformers apply ({@link defaultPreprocessor}).
 *
 * @throws CheckpointError if a file is damaged, absent or of a model that is not supported.
 */
export async function openHuggingFace(
  folder: BlobFolder,
  hints: HeadHints = {},
): Promise<HuggingFaceCheckpoint | WhisperCheckpoint | OdysseyCheckpoint | VoxProfileCheckpoint> {
  const files: CheckpointFile[] = [];
  const settings = await readSettings(folder, CONFIG_FILE, files);
  if (ODYSSEY_KEY in settings) return openOdyssey(folder, settings, files, hints);
  if (VOX_PROFILE_KEYS.every((key) => key in settings))
    return openVoxProfile(folder, settings, files, hints);
  // Checked first: the other keys have different meanings for other kinds of models.
  const kind = settings['model_type'];
  if (![...MODEL_TYPES, WHISPER].some((known) => known === kind)) refuseOthers(settings);
  refuseOther(CONFIG_FILE, 'model_type', kind, ...MODEL_TYPES, WHISPER);
  if (kind === WHISPER) return openWhisper(folder, settings, files, hints);
  const config = parseHuggingFaceConfig(settings, CONFIG_FILE);
  const preprocessor =
    (await readPreprocessor(folder, files, parsePreprocessorConfig)) ?? defaultPreprocessor;
  const labels = await chooseLabels(folder, config.labels, hints, files);
  const weights = await openWeights(folder);
  return {
    format: 'huggingface',
    family: 'wav2vec2',
    config,
    preprocessor,
    store: weights.store,
    labels,
    ...(hints.headActivation && { headActivation: hints.headActivation }),
    files: [...files, ...weights.files],
  };
}
