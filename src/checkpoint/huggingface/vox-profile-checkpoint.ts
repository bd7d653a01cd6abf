import { z } from 'zod';
import type { CheckpointFile, VoxProfileCheckpoint } from '../checkpoint.js';
import type { BlobFolder } from '../files/blob-folder.js';
import { validate } from '../json.js';
import { openWeights } from '../tensors/open-weights.js';
import { chooseLabels, type HeadHints } from './head-hints.js';
import { parseHuggingFaceConfig } from './huggingface-config.js';
import { refuseOther } from './preprocessor-config.js';
import { CONFIG_FILE, readSettings } from './read-settings.js';
import { WHISPER } from './whisper-checkpoint.js';
import { parseWhisperConfig } from './whisper-config.js';

/** The keys of `config.json` by which models of this family are recognised: arguments of their constructor. */
export const VOX_PROFILE_KEYS = ['pretrain_model', 'finetune_method'];

/** Settings of an encoder that is in no table of known encoders. */
const ENCODER_FILE = 'encoder_config.json';

/** How the model was trained; `lora` has adapters beside its weights, by the names of loralib. */
const METHODS = ['finetune', 'lora'];

const size = z.int().min(1).max(65_536);

const schema = z.object({
  pretrain_model: z.string().min(1).max(200),
  finetune_method: z.string(),
  hidden_dim: size.default(256),
  lora_rank: size.default(16),
  use_conv_output: z.boolean().default(true),
  output_class_num: size.default(9),
  detailed_class_num: size.default(17),
});

/**
 * Opens a folder of Vox-Profile. Its config.json has neither the settings of the encoder nor labels: the
 * former come from the table of known encoders or from `encoder_config.json`, the latter from the
 * caller, from `labels.txt` or from what is known of the repository.
 *
 * @param settings the content of `config.json`
 * @param files those that were read already
 * @throws CheckpointError if a file is damaged, absent or of a model that is not supported
 * @see https://github.com/tiantiaf0627/vox-profile-release
 */
export async function openVoxProfile(
  folder: BlobFolder,
  settings: unknown,
  files: readonly CheckpointFile[],
  hints: HeadHints = {},
): Promise<VoxProfileCheckpoint> {
  const read = [...files];
  const raw = validate(settings, CONFIG_FILE, schema);
  refuseOther(CONFIG_FILE, 'finetune_method', raw.finetune_method, ...METHODS);
  const labels = await chooseLabels(folder, [], hints, read);
  const encoder = await readEncoder(folder, read);
  const weights = await openWeights(folder);
  return {
    format: 'huggingface',
    family: 'vox-profile',
    config: {
      encoder: raw.pretrain_model,
      hiddenSize: raw.hidden_dim,
      ...(raw.finetune_method === 'lora' && { adapterRank: raw.lora_rank }),
      sumsInput: raw.use_conv_output,
      classes: raw.output_class_num,
      detailedClasses: raw.detailed_class_num,
    },
    ...(encoder && { encoder }),
    store: weights.store,
    labels,
    files: [...read, ...weights.files],
  };
}

async function readEncoder(folder: BlobFolder, files: CheckpointFile[]) {
  if (!(await folder.has(ENCODER_FILE))) return undefined;
  const settings = await readSettings(folder, ENCODER_FILE, files);
  return settings['model_type'] === WHISPER
    ? parseWhisperConfig(settings, ENCODER_FILE)
    : parseHuggingFaceConfig(settings, ENCODER_FILE);
}
