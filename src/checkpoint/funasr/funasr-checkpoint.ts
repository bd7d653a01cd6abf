import { CheckpointError } from '../../errors.js';
import type { CheckpointFile, FunAsrCheckpoint, SenseVoiceCheckpoint } from '../checkpoint.js';
import type { BlobFolder } from '../files/blob-folder.js';
import type { HeadHints } from '../huggingface/head-hints.js';
import { MAX_HPARAMS_LENGTH, parseHyperPyYaml } from '../hyperpyyaml/hyperpyyaml.js';
import { openTorch } from '../torch/torch.js';
import { parseEmotion2vecConfig } from './emotion2vec-config.js';
import { FUNASR_CONFIG_FILE, FUNASR_WEIGHTS_FILE, openNamed, readNamed } from './funasr-files.js';
import { parseTokens } from './parse-tokens.js';
import { openSenseVoice } from './sense-voice-checkpoint.js';

const TOKENS_FILE = 'tokens.txt';
const MAX_TOKENS_BYTES = 2 ** 20;

/** The values of `model` in `config.yaml` that are supported. */
const EMOTION2VEC = 'Emotion2vec';
const SENSE_VOICE = 'SenseVoiceSmall';

/**
 * Opens a folder in FunASR's layout: `config.yaml`, `model.pt` and, for a classifier, `tokens.txt`; or the
 * files of SenseVoiceSmall.
 *
 * @param hints names of the outputs that replace those of `tokens.txt`
 * @throws CheckpointError if a file is damaged, absent or of a model that is not supported
 */
export async function openFunAsr(
  folder: BlobFolder,
  hints: HeadHints = {},
): Promise<FunAsrCheckpoint | SenseVoiceCheckpoint> {
  const files: CheckpointFile[] = [];
  const text = await readNamed(folder, FUNASR_CONFIG_FILE, MAX_HPARAMS_LENGTH, files);
  const settings = parseHyperPyYaml(text, FUNASR_CONFIG_FILE);
  if (settings['model'] === SENSE_VOICE) return openSenseVoice(folder, settings, files, hints);
  refuseOtherModels(settings['model']);
  const config = parseEmotion2vecConfig(settings['model_conf'] ?? {}, FUNASR_CONFIG_FILE);
  const tokens = await readTokens(folder, hints, files);
  const blob = await openNamed(folder, FUNASR_WEIGHTS_FILE, files);
  return {
    format: 'funasr',
    family: 'emotion2vec',
    config,
    store: await openTorch(blob, FUNASR_WEIGHTS_FILE),
    tokens,
    labels: tokens.filter((token) => token !== undefined),
    files,
  };
}

function refuseOtherModels(model: unknown): void {
  if (model === EMOTION2VEC) return;
  const found = model === undefined ? 'absent' : JSON.stringify(model).slice(0, 200);
  throw new CheckpointError(
    'checkpoint-unsupported',
    `${FUNASR_CONFIG_FILE}: model is ${found}, expected ${EMOTION2VEC} or ${SENSE_VOICE}. Other models of FunASR have another encoder, and most know no emotions; take one of the emotion2vec family.`,
  );
}

/** The names of the outputs; none if the folder has no such file, as that of an encoder without a head. */
async function readTokens(
  folder: BlobFolder,
  { labels }: HeadHints,
  files: CheckpointFile[],
): Promise<readonly (string | undefined)[]> {
  if (labels !== undefined) return labels;
  if (!(await folder.has(TOKENS_FILE))) return [];
  return parseTokens(await readNamed(folder, TOKENS_FILE, MAX_TOKENS_BYTES, files), TOKENS_FILE);
}
