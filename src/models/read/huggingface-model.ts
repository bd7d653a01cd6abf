import type { HuggingFaceCheckpoint } from '../../checkpoint/index.js';
import { type GraphOptions, keepLayers, PRECISIONS } from '../graph-options.js';
import { Weights } from '../layers/model-weights.js';
import { ModuleScope } from '../layers/module-scope.js';
import type { HeadOutputs } from '../wav2vec2/heads.js';
import { encoderWeights, writeEncoder } from '../wav2vec2/open-encoder.js';
import { samplesOfFrames } from '../wav2vec2/wav2vec2-settings.js';
import { readHead } from './classifier-head.js';
import type { Architecture } from './model-plan.js';

/** Epsilon on the variance in transformers' `Wav2Vec2FeatureExtractor`. */
const NORMALISE_EPSILON = 1e-7;

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
  const { preprocessor, store } = checkpoint;
  const root = new Weights(store, 'The checkpoint');
  const head = readHead(root, checkpoint);
  const { labels, task, embeddingSize } = head;
  const encoder = encoderWeights(root);
  const config = keepLayers(checkpoint.config, encoder.child('encoder'), options);
  return {
    description: {
      architecture: config.modelType,
      task,
      labels,
      settings: { ...config, labels, head: head.kind, ...head.settings },
      hiddenSize: config.hiddenSize,
      layers: config.numHiddenLayers,
      embeddingSize,
      minimumSamples: samplesOfFrames(config, 1),
      normalisation: preprocessor.doNormalize ? 'waveform' : 'none',
    },
    weights: [root],
    precisions: PRECISIONS,
    write: (graph, waveform, strategies): HeadOutputs => {
      const epsilon = preprocessor.doNormalize ? NORMALISE_EPSILON : undefined;
      const scope = new ModuleScope(graph, encoder);
      const states = writeEncoder(scope, waveform, config, { epsilon, strategies });
      return head.write(new ModuleScope(graph.at('head'), head.weights, strategies.head), states);
    },
  };
}
