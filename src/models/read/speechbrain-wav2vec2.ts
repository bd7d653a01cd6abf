import type { SpeechBrainCheckpoint } from '../../checkpoint/index.js';
import type { GraphBuilder, Value } from '../../onnx/index.js';
import { type GraphOptions, keepLayers, PRECISIONS } from '../graph-options.js';
import type { Weights } from '../layers/model-weights.js';
import { ModuleScope } from '../layers/module-scope.js';
import { mean, standardise } from '../layers/statistics.js';
import { weightedLayerSum } from '../wav2vec2/heads.js';
import { ENCODER_NAMES, ENCODER_TENSOR, writeEncoder } from '../wav2vec2/open-encoder.js';
import { type EncoderSettings, samplesOfFrames } from '../wav2vec2/wav2vec2-settings.js';
import { type HparamsModule, moduleWeights, requireModule } from './hparams-module.js';
import { type Architecture, checkLabels, type FrameLogitsDescription } from './model-plan.js';
import { readEncoder, type SpeechBrainEncoder } from './speechbrain-encoders.js';
import { readHead } from './speechbrain-heads.js';

/** Epsilon of torch's `F.layer_norm`, which SpeechBrain applies to the waveform or to states. */
const NORMALISE_EPSILON = 1e-5;

/** The learnt weights of the layers, beside the module `model` of the encoder. */
const LAYER_WEIGHTS = 'weights';

/**
 * Reads a SpeechBrain folder of an encoder of the wav2vec2 family with statistics pooling and one
 * linear layer, like speechbrain/emotion-recognition-wav2vec2-IEMOCAP, or with one linear layer for each
 * frame, like speechbrain/emotion-diarization-wavlm-large. The encoder's last state or a learnt sum of all
 * its states is the input of the head.
 *
 * @throws CheckpointError `checkpoint-unsupported` naming the setting
 */
export function speechBrainWav2vec2(
  checkpoint: SpeechBrainCheckpoint,
  module: HparamsModule,
  options: GraphOptions,
): Architecture {
  const stated = readEncoder(checkpoint, module);
  const { settings: published, doNormalize, outputNorm, source, layerSum } = stated;
  const linear = requireModule(checkpoint, 'Linear');
  const size = published.hiddenSize;
  const head = readHead(checkpoint, linear, { size, outputNorm });
  checkLabels(checkpoint.labels, head.outputs);
  const { root, encoder } = encoderTensors(checkpoint, module, stated);
  const settings = keepLayers(published, encoder.child('encoder'), options);
  const classifier = moduleWeights(checkpoint, linear, 'w.weight');
  return {
    description: {
      architecture: settings.modelType,
      task: 'classification',
      labels: checkpoint.labels,
      settings: { source, ...settings, ...(layerSum && { layerSum }), head: head.settings },
      hiddenSize: size,
      layers: settings.numHiddenLayers,
      embeddingSize: head.embeddingSize,
      minimumSamples: samplesOfFrames(settings, head.leastFrames),
      normalisation: doNormalize ? 'waveform' : 'none',
      ...(head.frames && { frameLogits: inSamples(head.frames, settings) }),
    },
    weights: [root, classifier],
    precisions: PRECISIONS,
    write: (graph, waveform, strategies) => {
      const epsilon = doNormalize ? NORMALISE_EPSILON : undefined;
      const net = new ModuleScope(graph, encoder);
      // A waveform that is standardised afterwards needs no other mean subtracted.
      const input = head.centresWaveform && !doNormalize ? centred(graph, waveform) : waveform;
      const states = writeEncoder(net, input, settings, { epsilon, strategies });
      const counted = published.numHiddenLayers + 1;
      const state = stateOf(new ModuleScope(graph.at('sum'), root), states, stated, counted);
      return head.write(new ModuleScope(graph.at('head'), classifier, strategies.head), state);
    },
  };
}

/** The tensors of the encoder's module, and those of the network inside it. */
function encoderTensors(
  checkpoint: SpeechBrainCheckpoint,
  module: HparamsModule,
  { layerSum }: SpeechBrainEncoder,
): { readonly root: Weights; readonly encoder: Weights } {
  if (!layerSum) {
    const encoder = moduleWeights(checkpoint, module, ENCODER_TENSOR, ...ENCODER_NAMES);
    return { root: encoder, encoder };
  }
  const root = moduleWeights(checkpoint, module, LAYER_WEIGHTS);
  return { root, encoder: root.unwrap(ENCODER_TENSOR, ...ENCODER_NAMES) };
}

/**
 * What the head receives: the last state of the encoder, or the sum of all states.
 *
 * @param counted the number of states that the checkpoint has weights for
 */
function stateOf(
  net: ModuleScope,
  states: readonly Value[],
  { layerSum }: SpeechBrainEncoder,
  counted: number,
): Value {
  const last = states.at(-1);
  if (!last) throw new RangeError('The encoder has no states.');
  if (!layerSum) return last;
  const summed = layerSum.layerNorm
    ? states.map((state) => standardise(net.graph, state, [2], NORMALISE_EPSILON))
    : states;
  return weightedLayerSum(net, summed, counted, LAYER_WEIGHTS);
}

const centred = (graph: GraphBuilder, waveform: Value): Value =>
  graph.op('Sub', [waveform, mean(graph, waveform, [1])]);

/** Frames of the encoder as samples. */
function inSamples(
  { windowLength, stride }: { readonly windowLength: number; readonly stride: number },
  { convStride }: EncoderSettings,
): FrameLogitsDescription {
  const hop = convStride.reduce((product, each) => product * each, 1);
  return { hopSamples: stride * hop, windowSamples: windowLength * hop };
}
