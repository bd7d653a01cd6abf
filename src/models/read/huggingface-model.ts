import type { HuggingFaceCheckpoint } from '../../checkpoint/index.js';
import { CheckpointError } from '../../errors.js';
import type { Value } from '../../onnx/index.js';
import { type GraphOptions, keepLayers } from '../graph-options.js';
import { type Architecture, checkLabels } from './model-plan.js';
import { Net } from '../layers/module-scope.js';
import {
  type HeadOutputs,
  regressionHead,
  sequenceHead,
  weightedLayerSum,
} from '../wav2vec2/heads.js';
import { encoderWeights, writeEncoder } from '../wav2vec2/open-encoder.js';
import { samplesOfFrames } from '../wav2vec2/wav2vec2-settings.js';
import { Weights } from '../layers/model-weights.js';

/** Epsilon on the variance in transformers' `Wav2Vec2FeatureExtractor`. */
const NORMALISE_EPSILON = 1e-7;

/** `sequence`: transformers' own head; `regression`: audEERING's, of which classifiers exist too. */
type HeadKind = 'sequence' | 'regression';

/**
 * Understands a Hugging Face folder of the wav2vec2 family.
 *
 * @throws CheckpointError `checkpoint-unsupported` when its head is of another kind
 */
export function huggingFaceModel(
  checkpoint: HuggingFaceCheckpoint,
  options: GraphOptions,
): Architecture {
  const { preprocessor, store, labels } = checkpoint;
  checkLabels(labels, checkpoint.config.labels.length);
  const head = headKind(checkpoint);
  const root = new Weights(store, 'The checkpoint');
  const encoder = encoderWeights(store, root);
  const config = keepLayers(checkpoint.config, encoder, options);
  const { hiddenSize: size, classifierProjSize: projected } = config;
  return {
    architecture: config.modelType,
    task: config.problemType === 'regression' ? 'regression' : 'classification',
    labels,
    settings: { ...config, head },
    embeddingSize: head === 'sequence' ? projected : size,
    minimumSamples: samplesOfFrames(config, 1),
    normalisation: preprocessor.doNormalize ? 'waveform' : 'none',
    weights: [root],
    write: (graph, waveform, matrices): HeadOutputs => {
      const epsilon = preprocessor.doNormalize ? NORMALISE_EPSILON : undefined;
      const states = writeEncoder(new Net(graph, encoder), waveform, config, {
        epsilon,
        matrices,
      });
      const net = new Net(graph.at('head'), root, matrices.head);
      const outputs = labels.length;
      if (head === 'regression') return regressionHead(net, last(states), { size, outputs });
      const published = checkpoint.config.numHiddenLayers + 1;
      const state = config.useWeightedLayerSum
        ? weightedLayerSum(net, states, published)
        : last(states);
      return sequenceHead(net, state, { size, outputs, projected });
    },
  };
}

/** Class names end in these for each kind; without a class name the tensors tell. */
function headKind({ config, store }: HuggingFaceCheckpoint): HeadKind {
  const { architectures } = config;
  const dense = store.tensors.has('classifier.dense.weight');
  if (architectures.length === 0) return dense ? 'regression' : 'sequence';
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
