import type { OdysseyCheckpoint } from '../../checkpoint/index.js';
import { CheckpointError } from '../../errors.js';
import type { GraphBuilder, Value } from '../../onnx/index.js';
import { type GraphOptions, keepLayers, PRECISIONS } from '../graph-options.js';
import { Weights } from '../layers/model-weights.js';
import { ModuleScope } from '../layers/module-scope.js';
import { attentiveHead } from '../wav2vec2/attentive-statistics.js';
import type { HeadOutputs } from '../wav2vec2/heads.js';
import { ENCODER_NAMES, ENCODER_TENSOR, writeEncoder } from '../wav2vec2/open-encoder.js';
import { type EncoderSettings, samplesOfFrames } from '../wav2vec2/wav2vec2-settings.js';
import { KNOWN_ENCODERS } from './known-encoders.js';
import { type Architecture, areNumbered, labelsOf } from './model-plan.js';

/** Added to the standard deviation of the training set. */
const EPSILON = 1e-6;

/** The outputs of a model of attributes, which are values and no logits. */
const DIMENSIONS: ReadonlySet<string> = new Set(['arousal', 'dominance', 'valence']);

/**
 * Reads a baseline of the Odyssey 2024 challenge: the waveform is shifted and scaled by constants of the
 * training set, and the states of a WavLM are pooled with attention.
 *
 * @throws CheckpointError `checkpoint-unsupported` if the encoder is not known or the outputs have no names,
 *   which tell classes from attributes; `checkpoint-mismatch` if they are more or fewer than the outputs
 */
export function odysseyModel(checkpoint: OdysseyCheckpoint, options: GraphOptions): Architecture {
  const { store, config } = checkpoint;
  const published = encoderSettings(checkpoint);
  const root = new Weights(store, 'The checkpoint');
  const head = root.unwrap('ser_model.out.0.weight');
  const encoder = root.unwrap(ENCODER_TENSOR, ...ENCODER_NAMES);
  const outputs = head.shapeOf('ser_model.out.0.weight')?.[0] ?? (checkpoint.labels.length || 1);
  const labels = labelsOf(checkpoint.labels, outputs);
  if (areNumbered(labels)) throw unnamed(outputs);
  const settings = keepLayers(published, encoder.child('encoder'), options);
  const { hiddenSize: size } = settings;
  const wide = head.shapeOf('ser_model.fc.0.0.weight')?.[0] ?? size;
  const areDimensions = labels.every((label) => DIMENSIONS.has(label.toLowerCase()));
  return {
    description: {
      architecture: settings.modelType,
      task: areDimensions ? 'regression' : 'classification',
      labels,
      settings: { ...config, ...settings, head: 'attentive-statistics' },
      hiddenSize: size,
      layers: settings.numHiddenLayers,
      embeddingSize: 2 * size,
      minimumSamples: samplesOfFrames(settings, 1),
      normalisation: 'waveform-constants',
    },
    weights: [root],
    precisions: PRECISIONS,
    write: (graph, waveform, strategies): HeadOutputs => {
      const input = scaled(graph.at('normalise'), waveform, config);
      const scope = new ModuleScope(graph, encoder);
      const state = writeEncoder(scope, input, settings, { epsilon: undefined, strategies }).at(-1);
      if (!state) throw new RangeError('The encoder has no states.');
      const net = new ModuleScope(graph.at('head'), head, strategies.head);
      return attentiveHead(net, state, { size, wide, outputs });
    },
  };
}

function scaled(
  graph: GraphBuilder,
  waveform: Value,
  { mean, std }: OdysseyCheckpoint['config'],
): Value {
  const centred = graph.op('Sub', [waveform, graph.constant('float32', mean)]);
  return graph.op('Div', [centred, graph.constant('float32', std + EPSILON)]);
}

function encoderSettings({ config, encoder }: OdysseyCheckpoint): EncoderSettings {
  const settings = encoder ?? KNOWN_ENCODERS.get(config.encoder)?.settings;
  if (settings) return settings;
  const known = [...KNOWN_ENCODERS.keys()].join(', ');
  throw new CheckpointError(
    'checkpoint-unsupported',
    `config.json: ssl_type is ${JSON.stringify(config.encoder)}, expected one of ${known}, or the encoder's config.json beside it as encoder_config.json.`,
  );
}

function unnamed(outputs: number): CheckpointError {
  return new CheckpointError(
    'checkpoint-unsupported',
    `The model has ${outputs} outputs and its files name none of them, so that classes and attributes cannot be told apart. Name them with --labels.`,
  );
}
