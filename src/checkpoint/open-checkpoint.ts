import { CheckpointError } from '../errors.js';
import type { BlobFolder } from './files/blob-folder.js';
import type { Checkpoint } from './checkpoint.js';
import type { HeadHints } from './huggingface/head-hints.js';
import { openFunAsr } from './funasr/funasr-checkpoint.js';
import { FUNASR_CONFIG_FILE } from './funasr/funasr-files.js';
import { openHuggingFace } from './huggingface/huggingface-checkpoint.js';
import { CONFIG_FILE } from './huggingface/read-settings.js';
import { adviceForAdapter } from './lora/peft-adapter.js';
import { DEFAULT_HPARAMS_FILE, openSpeechBrain } from './speechbrain/speechbrain-checkpoint.js';

/** How to open a checkpoint. */
export type OpenCheckpointOptions = HeadHints & {
  /** File with the settings of a SpeechBrain model; default `hyperparams.yaml`. */
  readonly hparamsFile?: string;
};

/**
 * Opens a trained model's folder: SpeechBrain's layout if there is a `hyperparams.yaml`, otherwise
 * Hugging Face's if there is a `config.json`, otherwise FunASR's if there is a `config.yaml`. Settings and labels are read at once; tensors are read from
 * the returned stores, one at a time.
 *
 * @throws CheckpointError (`checkpoint-unsupported`) if it is none of them, and for every file that is
 * damaged, unsafe, absent or of a model that is not supported.
 * @throws FileError if a file cannot be read.
 */
export async function openCheckpoint(
  folder: BlobFolder,
  options: OpenCheckpointOptions = {},
): Promise<Checkpoint> {
  const { hparamsFile = DEFAULT_HPARAMS_FILE } = options;
  if (options.hparamsFile !== undefined || (await folder.has(hparamsFile))) {
    return openSpeechBrain(folder, hparamsFile);
  }
  if (await folder.has(CONFIG_FILE)) return openHuggingFace(folder, options);
  if (await folder.has(FUNASR_CONFIG_FILE)) return openFunAsr(folder, options);
  const found = (await folder.list()).slice(0, 20).join(', ') || 'nothing';
  throw new CheckpointError(
    'checkpoint-unsupported',
    `${folder.name} holds ${found}; expected a model of SpeechBrain (${hparamsFile}, *.ckpt, ` +
      `label_encoder.txt), of Hugging Face (${CONFIG_FILE}, model.safetensors or pytorch_model.bin) or ` +
      `of FunASR (${FUNASR_CONFIG_FILE}, model.pt, tokens.txt).${await adviceForAdapter(folder)}`,
  );
}
