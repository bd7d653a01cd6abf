import type { Value } from '../../onnx/index.js';
import { layerNorm, linear } from '../layers/layers.js';
import type { ModuleScope } from '../layers/module-scope.js';
import type { StrategiesByPart } from '../precision/graph-parts.js';
import { featureEncoder } from './feature-encoder.js';
import type { EncoderSettings } from './wav2vec2-settings.js';
import { transformer } from './transformer.js';

/**
 * The encoder of wav2vec2, HuBERT or WavLM, from the waveform on: `[1, time]` to the hidden states
 * `[1, frames, hiddenSize]`, the input of the first layer first and the encoder's output last.
 *
 * @see transformers.models.wav2vec2.modeling_wav2vec2.Wav2Vec2Model
 */
export function encoder(
  net: ModuleScope,
  waveform: Value,
  settings: EncoderSettings,
  strategies: StrategiesByPart,
): readonly Value[] {
  const features = featureEncoder(net.child('feature_extractor'), waveform, settings, strategies);
  const projection = net
    .child('feature_projection')
    .using({ matmul: strategies.otherConvolutions });
  const projected = featureProjection(projection, features, settings);
  const behind = net.child('encoder').using({ matmul: strategies.transformer });
  const states = transformer(behind, projected, settings);
  // What sums over time behind the encoder does so in float32.
  if (strategies.transformer.element === 'float32') return states;
  return states.map((state) => net.graph.cast(state, 'float32'));
}

function featureProjection(net: ModuleScope, x: Value, settings: EncoderSettings): Value {
  const { convDim, hiddenSize, layerNormEps, featProjLayerNorm } = settings;
  const from = convDim.at(-1) ?? 1;
  const normed = featProjLayerNorm ? layerNorm(net.child('layer_norm'), x, from, layerNormEps) : x;
  return linear(net.child('projection'), normed, { from, to: hiddenSize });
}
