import { CheckpointError } from '../../errors.js';
import type { CheckpointFile, FunAsrCheckpoint } from '../checkpoint.js';
import type { BlobFolder } from '../files/blob-folder.js';
import { readText } from '../files/read-range.js';
import type { HeadHints } from '../huggingface/head-hints.js';
import { MAX_HPARAMS_LENGTH, parseHyperPyYaml } from '../hyperpyyaml/hyperpyyaml.js';
import { openTorch } from '../torch/torch.js';
import { parseEmotion2vecConfig } from './emotion2vec-config.js';
import { parseTokens } from './parse-tokens.js';

/** File of the settings of a FunASR model. */
export const FUNASR_CONFIG_FILE = 'config.yaml';

const WEIGHTS_FILE = 'model.pt';
const TOKENS_FILE = 'tokens.txt';
const MAX_TOKENS_BYTES = 2 ** 20;

/** The value of `model` in `config.yaml` that is supported. */
const EMOTION2VEC = 'Emotion2vec';

/**
 * Opens a folder in FunASR's layout: `config.yaml`, `model.pt` and, for a classifier, `tokens.txt`.
 *
 * @param hints names of the outputs that replace those of `tokens.txt`
 * @throws CheckpointError if a file is damaged, absent or of a model that is not supported
 */
export async function openFunAsr(
  folder: BlobFolder,
  hints: HeadHints = {},
): Promise<FunAsrCheckpoint> {
  const files: CheckpointFile[] = [];
  const text = await readNamed(folder, FUNASR_CONFIG_FILE, MAX_HPARAMS_LENGTH, files);
  const settings = parseHyperPyYaml(text, FUNASR_CONFIG_FILE);
  refuseOtherModels(settings['model']);
  const config = parseEmotion2vecConfig(settings['model_conf'] ?? {}, FUNASR_CONFIG_FILE);
  const tokens = await readTokens(folder, hints, files);
  const blob = await openNamed(folder, WEIGHTS_FILE, files);
  return {
    format: 'funasr',
    config,
    store: await openTorch(blob, WEIGHTS_FILE),
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
    `${FUNASR_CONFIG_FILE}: model is ${found}, expected ${EMOTION2VEC}. Other models of FunASR have another front end and another encoder; take one of the emotion2vec family.`,
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

async function readNamed(
  folder: BlobFolder,
  path: string,
  maxBytes: number,
  files: CheckpointFile[],
): Promise<string> {
  return readText(await openNamed(folder, path, files), path, maxBytes);
}

async function openNamed(folder: BlobFolder, path: string, files: CheckpointFile[]): Promise<Blob> {
  if (!(await folder.has(path))) {
    const found = (await folder.list()).slice(0, 20).join(', ') || 'nothing';
    throw new CheckpointError(
      'checkpoint-incomplete',
      `${folder.name} holds ${found}; expected ${path} beside ${FUNASR_CONFIG_FILE}. Download the model whole.`,
    );
  }
  const blob = await folder.open(path);
  files.push({ path, bytes: blob.size });
  return blob;
}
