import { CheckpointError } from '../errors.js';
import { MODEL_FILE } from '../onnx/index.js';
import { MANIFEST_FILE } from './bundle.js';

type Layout = {
  /** The files that tell this layout. */
  readonly marks: readonly string[];
  /** The files that a model of this layout is read from. */
  readonly wanted: (paths: readonly string[]) => readonly string[];
};

const CARD = /^README\.md$/;
const SETTINGS = /^((pre)?processor_)?config\.json$/;
const SAFETENSORS = /^model(-\d+-of-\d+)?\.safetensors(\.index\.json)?$/;
const TORCH = /^pytorch_model(-\d+-of-\d+)?\.bin(\.index\.json)?$/;

const matching = (paths: readonly string[], ...patterns: readonly RegExp[]) =>
  paths.filter((path) => patterns.some((pattern) => pattern.test(path)));

const LAYOUTS: readonly Layout[] = [
  {
    marks: [MANIFEST_FILE, MODEL_FILE],
    wanted: (paths) => matching(paths, /^model\.json$/, /^model\.onnx(\.data)?$/, CARD),
  },
  {
    marks: ['hyperparams.yaml'],
    wanted: (paths) =>
      matching(paths, /^[^/]+\.(yaml|ckpt)$/, /^label_encoder\.txt$/, SETTINGS, CARD),
  },
  {
    marks: ['config.json'],
    wanted: (paths) => {
      const safetensors = matching(paths, SAFETENSORS);
      const weights = safetensors.length > 0 ? safetensors : matching(paths, TORCH);
      return [...matching(paths, SETTINGS, CARD), ...weights];
    },
  },
];

/**
 * The files of a hub repository that a model is made from. Code, training state and weights in
 * other formats are left where they are.
 *
 * @throws CheckpointError where the repository holds no model of a known layout
 */
export function selectModelFiles(paths: readonly string[]): readonly string[] {
  const layout = LAYOUTS.find(({ marks }) => marks.every((mark) => paths.includes(mark)));
  if (layout) return layout.wanted(paths);
  throw new CheckpointError(
    'checkpoint-unsupported',
    `Found ${paths.slice(0, 8).join(', ') || 'no files'}; expected hyperparams.yaml (SpeechBrain), config.json (Hugging Face) or ${MANIFEST_FILE} with ${MODEL_FILE} (a bundle).`,
  );
}
