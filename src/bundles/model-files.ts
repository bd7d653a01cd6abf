import { CheckpointError } from '../errors.js';
import { DATA_FILE, HEADS_FILE, MANIFEST_FILE, MODEL_FILE } from '../graph-files.js';

type Layout = {
  /** A repository has this layout if it holds all of these files. */
  readonly marks: readonly string[];
  /** Selects the files that a model of this layout is read from. */
  readonly select: (paths: readonly string[]) => readonly string[];
};

const CARD = /^README\.md$/;
/** transformers 5 writes the settings of the input into `processor_config.json`. */
const SETTINGS = /^((pre)?processor_)?config\.json$/;
const SAFETENSORS = /^model(-\d+-of-\d+)?\.safetensors(\.index\.json)?$/;
const TORCH = /^pytorch_model(-\d+-of-\d+)?\.bin(\.index\.json)?$/;

/** Names of the outputs, one in each line. */
const LABELS = /^labels\.txt$/;
const HEADS = /^heads\.json$/;

const matching = (paths: readonly string[], ...patterns: readonly RegExp[]) =>
  paths.filter((path) => patterns.some((pattern) => pattern.test(path)));

const BUNDLE: Layout = {
  marks: [MANIFEST_FILE, MODEL_FILE],
  select: (paths) => [
    ...paths.filter((path) => [MANIFEST_FILE, MODEL_FILE, DATA_FILE, HEADS_FILE].includes(path)),
    ...matching(paths, CARD),
  ],
};

const speechBrain = (hparamsFile: string): Layout => ({
  marks: [hparamsFile],
  select: (paths) => [
    ...paths.filter((path) => path === hparamsFile && path.includes('/')),
    ...matching(paths, /^[^/]+\.(yaml|ckpt)$/, /^label_encoder\.txt$/, SETTINGS, CARD, HEADS),
  ],
});

const HUGGING_FACE: Layout = {
  marks: ['config.json'],
  select: (paths) => {
    const safetensors = matching(paths, SAFETENSORS);
    const weights = safetensors.length > 0 ? safetensors : matching(paths, TORCH);
    return [...matching(paths, SETTINGS, CARD, HEADS, LABELS), ...weights];
  },
};

const FUNASR: Layout = {
  marks: ['config.yaml', 'model.pt'],
  select: (paths) => matching(paths, /^(config\.yaml|tokens\.txt|model\.pt)$/, CARD, HEADS),
};

/**
 * Selects the files of a hub repository that a model is made from. Code, training state and weights in
 * other formats are not downloaded.
 *
 * @param hparamsFile file with SpeechBrain's settings
 * @throws CheckpointError `checkpoint-unsupported` if the repository has none of the known layouts
 */
export function selectModelFiles(
  paths: readonly string[],
  hparamsFile = 'hyperparams.yaml',
): readonly string[] {
  // SpeechBrain's folders may hold a config.json, too, so that Hugging Face's layout is tried last.
  const layouts = [BUNDLE, speechBrain(hparamsFile), HUGGING_FACE, FUNASR];
  const layout = layouts.find(({ marks }) => marks.every((mark) => paths.includes(mark)));
  if (layout) return layout.select(paths);
  throw new CheckpointError(
    'checkpoint-unsupported',
    `Found ${paths.slice(0, 8).join(', ') || 'no files'}; expected ${hparamsFile} (SpeechBrain), config.json (Hugging Face), config.yaml with model.pt (FunASR) or ${MANIFEST_FILE} with ${MODEL_FILE} (a bundle).`,
  );
}
