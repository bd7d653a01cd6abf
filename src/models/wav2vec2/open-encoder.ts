import type { TensorStore } from '../../checkpoint/index.js';
import type { Value } from '../../onnx/index.js';
import type { Net } from '../layers/module-scope.js';
import type { MatricesByPart } from '../precision/graph-parts.js';
import { standardise } from '../layers/statistics.js';
import { findPrefix, Weights } from '../layers/model-weights.js';
import { encoder } from './encoder.js';
import type { EncoderSettings } from './wav2vec2-settings.js';

/** What may stand before the encoder's own names: wrappers of SpeechBrain, transformers and torch. */
const WRAPPERS = ['module', 'model', 'wav2vec2', 'hubert', 'wavlm'];

/** The encoder's tensors in a store, behind whatever stands before their names. */
export function encoderWeights(store: TensorStore, weights: Weights): Weights {
  const prefix = findPrefix(store, 'feature_extractor.conv_layers.0.conv.weight', WRAPPERS);
  return prefix === '' ? weights : weights.at(prefix.slice(0, -1));
}

/** How an encoder is written besides its settings. */
export type EncoderOptions = {
  /** Of the waveform's standardisation; undefined: it is taken as it is. */
  readonly epsilon: number | undefined;
  readonly matrices: MatricesByPart;
};

/**
 * Writes an encoder from the waveform on.
 *
 * @returns the hidden states `[1, frames, hiddenSize]`, the encoder's output last
 */
export function writeEncoder(
  net: Net,
  waveform: Value,
  settings: EncoderSettings,
  { epsilon, matrices }: EncoderOptions,
): readonly Value[] {
  const scope = net.graph.at('normalise');
  const heard = epsilon === undefined ? waveform : standardise(scope, waveform, [1], epsilon);
  return encoder(net, heard, settings, matrices);
}
