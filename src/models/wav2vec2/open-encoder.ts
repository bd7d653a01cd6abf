import type { Value } from '../../onnx/index.js';
import type { ModuleScope } from '../layers/module-scope.js';
import type { StrategiesByPart } from '../precision/graph-parts.js';
import { standardise } from '../layers/statistics.js';
import type { Weights } from '../layers/model-weights.js';
import { encoder } from './encoder.js';
import type { EncoderSettings } from './wav2vec2-settings.js';

/** The attributes under which transformers' classifiers keep their encoder. */
export const ENCODER_NAMES = ['wav2vec2', 'hubert', 'wavlm'];

/** A tensor that every encoder of the family has. */
export const ENCODER_TENSOR = 'feature_extractor.conv_layers.0.conv.weight';

/** The encoder's tensors among those of a whole model. */
export function encoderWeights(weights: Weights): Weights {
  return weights.unwrap(ENCODER_TENSOR, ...ENCODER_NAMES);
}

/** Options of {@link writeEncoder}. */
export type EncoderOptions = {
  /** Epsilon of the waveform's standardisation; undefined: the waveform is not standardised. */
  readonly epsilon: number | undefined;
  readonly strategies: StrategiesByPart;
};

/**
 * Writes an encoder whose input is the waveform.
 *
 * @returns the hidden states `[1, frames, hiddenSize]`, the encoder's output last
 */
export function writeEncoder(
  net: ModuleScope,
  waveform: Value,
  settings: EncoderSettings,
  { epsilon, strategies }: EncoderOptions,
): readonly Value[] {
  const scope = net.graph.at('normalise');
  const input = epsilon === undefined ? waveform : standardise(scope, waveform, [1], epsilon);
  return encoder(net, input, settings, strategies);
}
