import type { VoxProfileCheckpoint } from '../../checkpoint/index.js';
import { CheckpointError } from '../../errors.js';
import type { Weights } from '../layers/model-weights.js';
import type { Value } from '../../onnx/index.js';
import type { ModuleScope } from '../layers/module-scope.js';
import { headOutputs, type VoxProfileHead } from '../vox-profile/vox-profile-heads.js';
import type { HeadOutputs } from '../wav2vec2/heads.js';
import { checkLabels, type ModelDescription } from './model-plan.js';

/** What is asked of a model of Vox-Profile, which has heads for several questions. */
export type VoxProfileOutputs = {
  readonly meaning: Pick<ModelDescription, 'task' | 'labels' | 'dimensions'>;
  /** The heads whose outputs are the logits, in the order of the labels. */
  readonly heads: readonly VoxProfileHead[];
  /** The heads of the dimensions that the result has beside its classes; none of a regression. */
  readonly beside: readonly VoxProfileHead[];
};

const CLASSES = 'emotion_layer';
const DETAILED = 'detailed_out_layer';
/** The heads of one value each, by their label. */
const DIMENSIONS: ReadonlyMap<string, string> = new Map([
  ['arousal', 'arousal_layer'],
  ['valence', 'valence_layer'],
  ['dominance', 'dominance_layer'],
]);
/** A head of some models of dimensions. */
const GENDER = 'gender_layer';

/**
 * Chooses the heads that the labels ask for: those of the dimensions if all labels are dimensions, otherwise
 * that of the classes, and beside it those of the dimensions that the file has. The file of a model of
 * categories has all heads, that of a model of dimensions has no classes.
 *
 * @throws CheckpointError `checkpoint-unsupported` if there are no labels or no such head,
 *   `checkpoint-mismatch` if there are more or fewer labels than outputs
 */
export function chooseOutputs(root: Weights, checkpoint: VoxProfileCheckpoint): VoxProfileOutputs {
  const { labels } = checkpoint;
  const heads = headsOf(root, checkpoint);
  if (!heads.some(({ name }) => name === CLASSES || name === DIMENSIONS.get('arousal')))
    throw withoutEmotions();
  if (labels.length === 0) throw unnamed(heads);
  const dimensions = labels.map((label) => DIMENSIONS.get(label.toLowerCase()));
  if (dimensions.every((name) => name !== undefined)) {
    const chosen = dimensions.map((name) => find(heads, name));
    return { meaning: { task: 'regression', labels }, heads: chosen, beside: [] };
  }
  const detailed = heads.find(
    ({ name, outputs }) => name === DETAILED && outputs === labels.length,
  );
  const classes = find(heads, CLASSES);
  const head = detailed && classes.outputs !== labels.length ? detailed : classes;
  checkLabels(labels, head.outputs);
  const has = (name: string) => heads.some((each) => each.name === name);
  const beside = [...DIMENSIONS].filter(([, name]) => has(name));
  return {
    meaning: {
      ...{ task: 'classification', labels },
      ...(beside.length > 0 && { dimensions: beside.map(([label]) => label) }),
    },
    heads: [head],
    beside: beside.map(([, name]) => find(heads, name)),
  };
}

/** Writes the heads on the embedding `[1, hidden]`, and takes the tensors of those that no output depends on. */
export function writeHeads(
  net: ModuleScope,
  embedding: Value,
  { heads, beside }: VoxProfileOutputs,
  { root, checkpoint }: { readonly root: Weights; readonly checkpoint: VoxProfileCheckpoint },
): HeadOutputs {
  const { hiddenSize: hidden } = checkpoint.config;
  const logits = headOutputs(net, embedding, heads, hidden);
  takeOtherHeads(root, checkpoint, [...heads, ...beside]);
  if (beside.length === 0) return { embedding, logits };
  return { embedding, logits, dimensions: headOutputs(net, embedding, beside, hidden) };
}

/** So that a damaged file is noticed. */
function takeOtherHeads(
  root: Weights,
  checkpoint: VoxProfileCheckpoint,
  used: readonly VoxProfileHead[],
): void {
  const { hiddenSize: hidden } = checkpoint.config;
  for (const { name, outputs } of headsOf(root, checkpoint)) {
    if (used.some((head) => head.name === name)) continue;
    const head = root.child(name);
    head.child('0').take('weight', [hidden, hidden]);
    head.child('0').take('bias', [hidden]);
    head.child('2').take('weight', [outputs, hidden]);
    head.child('2').take('bias', [outputs]);
  }
}

/** The heads of which the file has any tensor. */
function headsOf(
  root: Weights,
  { config }: VoxProfileCheckpoint,
): readonly (VoxProfileHead & { readonly name: string })[] {
  const all: readonly VoxProfileHead[] = [
    { name: CLASSES, outputs: config.classes, isBounded: false },
    { name: DETAILED, outputs: config.detailedClasses, isBounded: false },
    ...[...DIMENSIONS.values()].map((name) => ({ name, outputs: 1, isBounded: true })),
    { name: GENDER, outputs: 2, isBounded: false },
  ];
  const parts = ['0.weight', '0.bias', '2.weight', '2.bias'];
  return all.filter(({ name }) => parts.some((part) => root.has(`${name}.${part}`)));
}

function find(heads: readonly VoxProfileHead[], wanted: string): VoxProfileHead {
  const head = heads.find(({ name }) => name === wanted);
  if (head) return head;
  throw new CheckpointError(
    'checkpoint-unsupported',
    `The labels ask for the head ${wanted}, and the checkpoint has ${heads.map(({ name }) => name).join(', ')}. Name other outputs with --labels.`,
  );
}

function withoutEmotions(): CheckpointError {
  return new CheckpointError(
    'checkpoint-unsupported',
    'The checkpoint is a model of Vox-Profile without emotion_layer or arousal_layer: it was trained for another property of voices, such as age or accent. Take tiantiaf/wavlm-large-categorical-emotion or one of its siblings for emotions.',
  );
}

function unnamed(heads: readonly VoxProfileHead[]): CheckpointError {
  return new CheckpointError(
    'checkpoint-unsupported',
    `The checkpoint has the heads ${heads.map(({ name }) => name).join(', ')}, and no file states which of them were trained or what their classes are called. Name the outputs with --labels: "arousal,valence,dominance" for the dimensions, or "Anger,Contempt,Disgust,Fear,Happiness,Neutral,Sadness,Surprise,Other" for the published classes.`,
  );
}
