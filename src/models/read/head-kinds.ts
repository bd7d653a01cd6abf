import type { HuggingFaceCheckpoint } from '../../checkpoint/index.js';
import { CheckpointError } from '../../errors.js';
import type { Weights } from '../layers/model-weights.js';

/**
 * `sequence`: transformers' own head; `dense`: two layers with an activation between them, as of audEERING
 * and soxan; `frames`: the layer of `*ForCTC`, whose logits are averaged over time.
 */
export type HeadKind = 'sequence' | 'dense' | 'frames';

/** A head that was found among the tensors of a checkpoint. */
export type FoundHead = {
  readonly kind: HeadKind;
  /** The module that has the head's layers. */
  readonly weights: Weights;
  /** The name of the last layer, with one row for each output. */
  readonly last: string;
};

type HeadTensors = {
  readonly kind: HeadKind;
  /** The tensors by which the head is recognised. */
  readonly marks: readonly string[];
  readonly last: string;
};

const DENSE = 'classifier.dense.weight';

/** A head whose marks are all there comes before one that lacks some; otherwise the order decides. */
const HEADS: readonly HeadTensors[] = [
  { kind: 'sequence', marks: ['projector.weight', 'classifier.weight'], last: 'classifier' },
  { kind: 'dense', marks: [DENSE, 'classifier.out_proj.weight'], last: 'classifier.out_proj' },
  // Another name of the last layer, in files that do not state the activation before it.
  { kind: 'dense', marks: [DENSE, 'classifier.output.weight'], last: 'classifier.output' },
  { kind: 'frames', marks: ['lm_head.weight'], last: 'lm_head' },
];

/** The kinds of head by the end of a class name, for checkpoints whose head is incomplete. */
const BY_CLASS: readonly (readonly [string, HeadKind])[] = [
  ['ForSequenceClassification', 'sequence'],
  ['ForSpeechClassification', 'dense'],
];

/** Heads that are recognised to say what they are. */
const OTHERS: readonly (readonly [mark: string, found: string])[] = [
  ['age.dense.weight', 'two heads, for age and for gender, and none for emotions'],
  ['model_seq.0.weight', 'the pointwise convolutions of Vox-Profile'],
];

/**
 * Finds the head of a checkpoint by its tensors; the class name in `config.json` decides only if the
 * tensor that marks a head is missing.
 *
 * @throws CheckpointError `checkpoint-unsupported` if there is no head of a known kind
 */
export function findHead(root: Weights, checkpoint: HuggingFaceCheckpoint): FoundHead {
  const complete = HEADS.find(({ marks }) => marks.every((mark) => root.unwrap(mark).has(mark)));
  const part = HEADS.find(({ marks }) => marks.some((mark) => root.unwrap(mark).has(mark)));
  const known = complete ?? part;
  if (known) return headOf(root, known);
  for (const [mark, found] of OTHERS) {
    if (root.unwrap(mark).has(mark)) throw unsupportedHead(checkpoint, found);
  }
  const { architectures } = checkpoint.config;
  const [, kind] = BY_CLASS.find(([end]) => architectures.some((name) => name.endsWith(end))) ?? [];
  const head = HEADS.find((each) => each.kind === kind);
  if (!head) throw unsupportedHead(checkpoint, 'no head for emotions');
  return headOf(root, head);
}

function headOf(root: Weights, { kind, marks, last }: HeadTensors): FoundHead {
  const mark = marks.find((each) => root.unwrap(each).has(each)) ?? `${last}.weight`;
  return { kind, weights: root.unwrap(mark), last };
}

function unsupportedHead({ config, store }: HuggingFaceCheckpoint, found: string): CheckpointError {
  const encoder = /(^|\.)(encoder|feature_extractor|feature_projection)\./;
  const others = [...store.tensors.keys()].filter((name) => !encoder.test(name)).slice(0, 8);
  const listed = others.length > 0 ? ` (its other tensors: ${others.join(', ')})` : '';
  return new CheckpointError(
    'checkpoint-unsupported',
    `The checkpoint has ${found}${listed}; expected projector and classifier, classifier.dense and classifier.out_proj, or lm_head. config.json: architectures is ${JSON.stringify(config.architectures)}. Only classifiers are supported; take a model with an emotion head.`,
  );
}
