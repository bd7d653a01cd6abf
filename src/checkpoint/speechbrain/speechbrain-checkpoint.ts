import { CheckpointError } from '../../errors.js';
import type { BlobFolder } from '../files/blob-folder.js';
import type { CheckpointFile, SpeechBrainCheckpoint } from '../checkpoint.js';
import {
  type HparamValue,
  type Hparams,
  isConstruction,
  isMapping,
} from '../hyperpyyaml/hparams.js';
import {
  type HuggingFaceConfig,
  parseHuggingFaceConfig,
} from '../huggingface/huggingface-config.js';
import { parsePreprocessorConfig } from '../huggingface/preprocessor-config.js';
import { CONFIG_FILE, readPreprocessor, readSettings } from '../huggingface/read-settings.js';
import { MAX_HPARAMS_LENGTH, parseHyperPyYaml } from '../hyperpyyaml/hyperpyyaml.js';
import { parseLabelEncoder } from './label-encoder.js';
import { findTrainingRun, type ModelFiles } from './training-run.js';
import { readText } from '../files/read-range.js';
import type { TensorStore } from '../tensors/tensor-store.js';
import { openTorch } from '../torch/torch.js';

/** Default name of the file with the settings of a SpeechBrain model. */
export const DEFAULT_HPARAMS_FILE = 'hyperparams.yaml';

const LABEL_FILE = 'label_encoder.txt';
const MAX_LABEL_BYTES = 2 ** 20;

/**
 * Opens a folder in SpeechBrain's layout. Of a published model the settings name a pretrainer, and the
 * pretrainer names the modules that have weights and the label encoder. Only the file names of its paths
 * are used, and looked up in the folder; without a path the file of a module is `<key>.ckpt`. The results
 * of a training have no pretrainer, and {@link findTrainingRun} finds their best checkpoint.
 *
 * @param hparamsFile file of the settings; default `hyperparams.yaml`
 * @throws CheckpointError if a file is damaged, absent or of a kind that is not supported
 */
export async function openSpeechBrain(
  folder: BlobFolder,
  hparamsFile = DEFAULT_HPARAMS_FILE,
): Promise<SpeechBrainCheckpoint> {
  const files: CheckpointFile[] = [];
  const reader = { folder, hparamsFile, files };
  const hparams = parseHyperPyYaml(
    await readNamed(reader, hparamsFile, MAX_HPARAMS_LENGTH),
    hparamsFile,
  );
  const model =
    (await findPublished(reader, hparams)) ??
    (await findTrainingRun(folder, hparams)) ??
    unknown(hparamsFile);
  const stores = new Map<string, TensorStore>();
  for (const [key, path] of model.weights) stores.set(key, await openStore(reader, key, path));
  const labels = await readLabels(reader, model.labels);
  const config = await readEncoderConfig(folder, files);
  const preprocessor = await readPreprocessor(folder, files, parsePreprocessorConfig);
  return {
    format: 'speechbrain',
    hparams,
    stores,
    labels,
    ...(config && { config }),
    ...(preprocessor && { preprocessor }),
    files,
  };
}

type Reader = {
  readonly folder: BlobFolder;
  readonly hparamsFile: string;
  readonly files: CheckpointFile[];
};

/** The files that a pretrainer names, if there is one. */
async function findPublished(
  { folder, hparamsFile: file }: Reader,
  hparams: Hparams,
): Promise<ModelFiles | undefined> {
  const pretrainer = hparams['pretrainer'];
  const args: Hparams = isConstruction(pretrainer) ? pretrainer.args : {};
  const paths = plainMap(args['paths']);
  const loadables = Object.entries(plainMap(args['loadables']) ?? {}).map(([key, value]) => ({
    key,
    path: fileName(paths?.[key], key, file),
    isLabels: isConstruction(value) ? value.target.endsWith('Encoder') : key === 'label_encoder',
    // It stores running statistics, which only a kind that is refused uses.
    isOptional: isConstruction(value) && value.target.endsWith('.InputNormalization'),
  }));
  if (loadables.length === 0) return undefined;
  const weights = new Map<string, string>();
  for (const { key, path = `${key}.ckpt`, isLabels, isOptional } of loadables)
    if (!isLabels && !(isOptional && !(await folder.has(path)))) weights.set(key, path);
  const classes = loadables.find(({ isLabels }) => isLabels);
  return { weights, labels: classes?.path ?? LABEL_FILE };
}

function unknown(file: string): never {
  throw new CheckpointError(
    'checkpoint-unsupported',
    `${file} has neither a pretrainer with loadables nor a checkpointer with recoverables, expected one that ` +
      'names the modules with weights. Take the folder of a published model or the results of a SpeechBrain recipe.',
  );
}

function plainMap(value: HparamValue | undefined): Hparams | undefined {
  return isMapping(value) && !isConstruction(value) ? value : undefined;
}

// The path is one of the machine or the hub of the training, so its folder does not exist here.
function fileName(path: HparamValue | undefined, key: string, file: string): string | undefined {
  if (path === undefined) return undefined;
  const name = typeof path === 'string' ? path.split('/').at(-1) : undefined;
  if (name !== undefined && name !== '') return name;
  throw new CheckpointError(
    'checkpoint-corrupt',
    `${file}: the pretrainer's path of ${key} is not the path of a file. Correct the file.`,
  );
}

async function openStore(reader: Reader, key: string, path: string): Promise<TensorStore> {
  return openTorch(await openNamed(reader, path, `the weights of ${key}`), path);
}

async function readLabels(reader: Reader, path: string): Promise<readonly string[]> {
  return parseLabelEncoder(await readNamed(reader, path, MAX_LABEL_BYTES), path);
}

async function readNamed(reader: Reader, path: string, maxBytes: number): Promise<string> {
  return readText(await openNamed(reader, path, 'settings or classes'), path, maxBytes);
}

async function openNamed({ folder, hparamsFile, files }: Reader, path: string, what: string) {
  if (!(await folder.has(path))) {
    const found = (await folder.list()).slice(0, 20).join(', ') || 'nothing';
    throw new CheckpointError(
      'checkpoint-incomplete',
      `${folder.name} holds ${found}; expected ${path} (${what}), as ${hparamsFile} says. ` +
        'Download the model whole.',
    );
  }
  const blob = await folder.open(path);
  files.push({ path, bytes: blob.size });
  return blob;
}

// Hubs add their own config.json to SpeechBrain's folders; it contains only the name of the Python class.
async function readEncoderConfig(
  folder: BlobFolder,
  files: CheckpointFile[],
): Promise<HuggingFaceConfig | undefined> {
  if (!(await folder.has(CONFIG_FILE))) return undefined;
  const settings = await readSettings(folder, CONFIG_FILE, files);
  return 'model_type' in settings ? parseHuggingFaceConfig(settings, CONFIG_FILE) : undefined;
}
