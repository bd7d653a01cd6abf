import type { HuggingFaceCheckpoint, HuggingFaceConfig } from '../../checkpoint/index.js';
import { CheckpointError } from '../../errors.js';
import type { Value } from '../../onnx/index.js';
import { type GraphOptions, keepLayers, PRECISIONS } from '../graph-options.js';
import { type Architecture, checkLabels } from './model-plan.js';
import { ModuleScope } from '../layers/module-scope.js';
import {
  type HeadOutputs,
  regressionHead,
  sequenceHead,
  weightedLayerSum,
} from '../wav2vec2/heads.js';
import { encoderWeights, writeEncoder } from '../wav2vec2/open-encoder.js';
import { samplesOfFrames } from '../wav2vec2/wav2vec2-settings.js';
import { Weights } from '../layers/model-weights.js';
import { taskOf } from './task-of.js';

/** Epsilon on the variance in transformers' `Wav2Vec2FeatureExtractor`. */
const NORMALISE_EPSILON = 1e-7;

/** `sequence`: transformers' own head; `regression`: audEERING's, which some classifiers have too. */
type HeadKind = 'sequence' | 'regression';

/** For each kind of head, a tensor that only it has, and the tensor with one row for each output. */
const HEAD_TENSORS: Readonly<Record<HeadKind, { mark: string; rows: string }>> = {
  sequence: { mark: 'projector.weight', rows: 'classifier.weight' },
  regression: { mark: 'classifier.dense.weight', rows: 'classifier.out_proj.weight' },
};

/**
 * Reads a Hugging Face folder of the wav2vec2 family.
 *
 * @throws CheckpointError `checkpoint-unsupported` if its head is of another kind,
 *   `checkpoint-mismatch` if it names more or fewer labels than the head has outputs
 */
export function huggingFaceModel(
  checkpoint: HuggingFaceCheckpoint,
  options: GraphOptions,
): Architecture {
  const { preprocessor, store, labels } = checkpoint;
  const root = new Weights(store, 'The checkpoint');
  const kind = headKind(checkpoint.config, root);
  const head = root.unwrap(HEAD_TENSORS[kind].mark);
  checkLabels(labels, head.shapeOf(HEAD_TENSORS[kind].rows)?.[0] ?? labels.length);
  const encoder = encoderWeights(root);
  const config = keepLayers(checkpoint.config, encoder.child('encoder'), options);
  const { hiddenSize: size, numHiddenLayers: layers, classifierProjSize: projected } = config;
  return {
    description: {
      architecture: config.modelType,
      task: taskOf(config),
      labels,
      settings: { ...config, head: kind },
      hiddenSize: size,
      layers,
      embeddingSize: kind === 'sequence' ? projected : size,
      minimumSamples: samplesOfFrames(config, 1),
      normalisation: preprocessor.doNormalize ? 'waveform' : 'none',
    },
    weights: [root],
    precisions: PRECISIONS,
    write: (graph, waveform, strategies): HeadOutputs => {
      const epsilon = preprocessor.doNormalize ? NORMALISE_EPSILON : undefined;
      const scope = new ModuleScope(graph, encoder);
      const states = writeEncoder(scope, waveform, config, { epsilon, strategies });
      const net = new ModuleScope(graph.at('head'), head, strategies.head);
      const outputs = labels.length;
      if (kind === 'regression') return regressionHead(net, last(states), { size, outputs });
      const published = checkpoint.config.numHiddenLayers + 1;
      const state = config.useWeightedLayerSum
        ? weightedLayerSum(net, states, published)
        : last(states);
      return sequenceHead(net, state, { size, outputs, projected });
    },
  };
}

/** The kind of head by the end of the class name; without a class name, by its tensors. */
function headKind({ architectures }: HuggingFaceConfig, root: Weights): HeadKind {
  if (architectures.length === 0) {
    const { mark } = HEAD_TENSORS.regression;
    return root.unwrap(mark).has(mark) ? 'regression' : 'sequence';
  }
  if (architectures.some((name) => name.endsWith('ForSequenceClassification'))) return 'sequence';
  if (architectures.some((name) => name.endsWith('ForSpeechClassification'))) return 'regression';
  throw new CheckpointError(
    'checkpoint-unsupported',
    `config.json: architectures is ${JSON.stringify(architectures)}, expected one that ends in ForSequenceClassification or ForSpeechClassification. Only classifiers are supported; take a model with an emotion head.`,
  );
}

function last(states: readonly Value[]): Value {
  const state = states.at(-1);
  if (!state) throw new RangeError('The encoder has no states.');
  return state;
}
