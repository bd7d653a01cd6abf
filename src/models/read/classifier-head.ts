import type { HuggingFaceCheckpoint } from '../../checkpoint/index.js';
import { HEAD_ACTIVATIONS, type HeadActivation } from '../../head-activation.js';
import { CheckpointError } from '../../errors.js';
import type { Value } from '../../onnx/index.js';
import { ModuleScope } from '../layers/module-scope.js';
import type { Weights } from '../layers/model-weights.js';
import {
  denseHead,
  frameHead,
  type HeadOutputs,
  sequenceHead,
  weightedLayerSum,
} from '../wav2vec2/heads.js';
import { findHead, type FoundHead, type HeadKind } from './head-kinds.js';
import { areNumbered, labelsOf } from './model-plan.js';
import { taskOf } from './task-of.js';

/** The head of a classifier of the wav2vec2 family, ready to be written. */
export type ClassifierHead = {
  readonly kind: HeadKind;
  readonly labels: readonly string[];
  readonly task: 'classification' | 'regression';
  /** What the head does beside its kind, for the description of the model. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly embeddingSize: number;
  /**
   * Writes the head.
   *
   * @param net the scope of the head in the graph
   * @param states the encoder's hidden states
   */
  readonly write: (net: ModuleScope, states: readonly Value[]) => HeadOutputs;
  readonly weights: Weights;
};

/**
 * Reads the head of a checkpoint: what it computes is decided by its tensors.
 *
 * @throws CheckpointError `checkpoint-unsupported` if it has no head of a known kind, or one whose files
 *   leave open what it computes; `checkpoint-mismatch` if it names more or fewer labels than the head has
 *   outputs
 */
export function readHead(root: Weights, checkpoint: HuggingFaceCheckpoint): ClassifierHead {
  const found = findHead(root, checkpoint);
  const { config, labels: stated } = checkpoint;
  const rows = found.weights.shapeOf(`${found.last}.weight`)?.[0];
  if (found.kind === 'frames') refuseRecognition(checkpoint, rows);
  const labels = labelsOf(stated, rows ?? (stated.length || 2));
  return {
    kind: found.kind,
    labels,
    task: taskOf({ ...config, labels }),
    weights: found.weights,
    embeddingSize: found.kind === 'sequence' ? config.classifierProjSize : config.hiddenSize,
    ...WRITERS[found.kind](found, checkpoint, labels.length),
  };
}

type Writer = (
  found: FoundHead,
  checkpoint: HuggingFaceCheckpoint,
  outputs: number,
) => Pick<ClassifierHead, 'settings' | 'write'>;

const WRITERS: Readonly<Record<HeadKind, Writer>> = {
  sequence: (_, checkpoint, outputs) => {
    const { config } = checkpoint;
    refuseActivation(checkpoint);
    refusePooling(checkpoint);
    const { hiddenSize: size, classifierProjSize: projected } = config;
    const published = config.numHiddenLayers + 1;
    const write: ClassifierHead['write'] = (net, states) => {
      const state = config.useWeightedLayerSum
        ? weightedLayerSum(net, states, published)
        : last(states);
      return bounded(net, sequenceHead(net, state, { size, outputs, projected }), checkpoint);
    };
    return { settings: {}, write };
  },
  dense: ({ last: layer }, checkpoint, outputs) => {
    const activation = activationOf(layer, checkpoint);
    const { hiddenSize: size, poolingMode: pooling } = checkpoint.config;
    const name = layer.slice(layer.indexOf('.') + 1);
    const options = { size, outputs, activation, pooling, last: name };
    return {
      settings: { activation },
      write: (net, states) => bounded(net, denseHead(net, last(states), options), checkpoint),
    };
  },
  frames: (_, checkpoint, outputs) => {
    refuseActivation(checkpoint);
    refusePooling(checkpoint);
    const { hiddenSize: size } = checkpoint.config;
    return {
      settings: {},
      write: (net, states) =>
        bounded(net, frameHead(net, last(states), { size, outputs }), checkpoint),
    };
  },
};

/** The outputs of `multi_label_classification` are probabilities that do not depend on each other. */
function bounded(
  { graph }: ModuleScope,
  head: HeadOutputs,
  { config }: HuggingFaceCheckpoint,
): HeadOutputs {
  if (config.problemType !== 'multi_label_classification') return head;
  return { ...head, logits: graph.op('Sigmoid', [head.logits]) };
}

/** Files with `out_proj` come from code that applies tanh; those with `output` do not say what stands between. */
function activationOf(layer: string, checkpoint: HuggingFaceCheckpoint): HeadActivation {
  if (layer === 'classifier.out_proj') {
    refuseActivation(checkpoint);
    return 'tanh';
  }
  if (checkpoint.headActivation !== undefined) return checkpoint.headActivation;
  throw new CheckpointError(
    'checkpoint-unsupported',
    `The head has the layers classifier.dense and ${layer}, and no file states the activation between them. Name it with --head-activation (headActivation): ${HEAD_ACTIVATIONS.join(', ')}. Compare the results on recordings whose emotions you know.`,
  );
}

function refuseActivation({ headActivation }: HuggingFaceCheckpoint): void {
  if (headActivation === undefined) return;
  throw new CheckpointError(
    'checkpoint-mismatch',
    `Found the head activation ${headActivation} for a head whose computation is known from its tensors. Leave it out.`,
  );
}

function refusePooling({ config }: HuggingFaceCheckpoint): void {
  if (config.poolingMode === 'mean') return;
  throw new CheckpointError(
    'checkpoint-unsupported',
    `config.json: pooling_mode is "${config.poolingMode}", expected "mean" for transformers' own head, which ignores the key. Remove the key if the model was trained with the mean.`,
  );
}

/** A layer of `*ForCTC` without names for its outputs recognises speech. */
function refuseRecognition({ labels }: HuggingFaceCheckpoint, rows = 0): void {
  if (labels.length > 0 && !areNumbered(labels)) return;
  throw new CheckpointError(
    'checkpoint-unsupported',
    `lm_head has ${rows} outputs and the files name no labels, as in a model for speech recognition; expected a name for each emotion. If they are emotions, name them with --labels.`,
  );
}

function last(states: readonly Value[]): Value {
  const state = states.at(-1);
  if (!state) throw new RangeError('The encoder has no states.');
  return state;
}
