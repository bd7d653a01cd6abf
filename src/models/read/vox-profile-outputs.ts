import type { VoxProfileCheckpoint } from '../../checkpoint/index.js';
import { CheckpointError } from '../../errors.js';
import type { Weights } from '../layers/model-weights.js';
import type { VoxProfileHead } from '../vox-profile/vox-profile-heads.js';
import { checkLabels } from './model-plan.js';

/** What is asked of a model of Vox-Profile, which has heads for several questions. */
export type VoxProfileOutputs = {
  readonly task: 'classification' | 'regression';
  readonly labels: readonly string[];
  /** The heads whose outputs are the logits, in the order of the labels. */
  readonly heads: readonly VoxProfileHead[];
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
 * that of the classes. The file of every model has all heads, and no file states which of them were trained.
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
    return { task: 'regression', labels, heads: dimensions.map((name) => find(heads, name)) };
  }
  const detailed = heads.find(
    ({ name, outputs }) => name === DETAILED && outputs === labels.length,
  );
  const classes = find(heads, CLASSES);
  const head = detailed && classes.outputs !== labels.length ? detailed : classes;
  checkLabels(labels, head.outputs);
  return { task: 'classification', labels, heads: [head] };
}

/** Takes the tensors of the heads that no output depends on, so that a damaged file is noticed. */
export function takeOtherHeads(
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
