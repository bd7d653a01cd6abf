import type { VoxProfileCheckpoint } from '../../checkpoint/index.js';
import { type GraphOptions, keepLayers, PRECISIONS } from '../graph-options.js';
import { Weights } from '../layers/model-weights.js';
import { ModuleScope } from '../layers/module-scope.js';
import { mean } from '../layers/statistics.js';
import { afterMean, beforeMean, CONVOLUTIONS_MODULE } from '../vox-profile/vox-profile-heads.js';
import { type HeadOutputs, weightedLayerSum } from '../wav2vec2/heads.js';
import { encoderWeights, writeEncoder } from '../wav2vec2/open-encoder.js';
import { type EncoderSettings, samplesOfFrames } from '../wav2vec2/wav2vec2-settings.js';
import type { Architecture } from './model-plan.js';
import { chooseOutputs, writeHeads } from './vox-profile-outputs.js';

/** Epsilon on the variance in transformers' `Wav2Vec2FeatureExtractor`, which prepares the input. */
const NORMALISE_EPSILON = 1e-7;

/** Reads a model of Vox-Profile on a WavLM, whose layers are summed with learnt weights. */
export function voxProfileWavlm(
  checkpoint: VoxProfileCheckpoint,
  published: EncoderSettings,
  options: GraphOptions,
): Architecture {
  const { config } = checkpoint;
  const { hiddenSize: hidden, sumsInput } = config;
  const root = new Weights(checkpoint.store, 'The checkpoint');
  const outputs = chooseOutputs(root, checkpoint);
  const encoder = encoderWeights(root);
  const settings = keepLayers(published, encoder.child('encoder'), options);
  const { hiddenSize: size } = settings;
  return {
    description: {
      architecture: settings.modelType,
      ...outputs.meaning,
      settings: { ...settings, head: 'vox-profile', ...config },
      hiddenSize: size,
      layers: settings.numHiddenLayers,
      embeddingSize: hidden,
      minimumSamples: samplesOfFrames(settings, 1),
      normalisation: 'waveform',
    },
    weights: [root],
    precisions: PRECISIONS,
    write: (graph, waveform, strategies): HeadOutputs => {
      const scope = new ModuleScope(graph, encoder);
      const input = { epsilon: NORMALISE_EPSILON, strategies };
      const states = writeEncoder(scope, waveform, settings, input).slice(sumsInput ? 0 : 1);
      const net = new ModuleScope(graph.at('head'), root, strategies.head);
      const counted = published.numHiddenLayers + Number(sumsInput);
      const state = weightedLayerSum(net, states, counted, 'weights');
      const convolutions = net.child(CONVOLUTIONS_MODULE);
      const pooled = mean(graph, beforeMean(convolutions, state, size, hidden), [1], false);
      const embedding = afterMean(convolutions, pooled, hidden);
      return writeHeads(net, embedding, outputs, { root, checkpoint });
    },
  };
}
