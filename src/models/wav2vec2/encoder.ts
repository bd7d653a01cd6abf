import type { Value } from '../../onnx/index.js';
import { layerNorm, linear } from '../layers/layers.js';
import type { ModuleScope } from '../layers/module-scope.js';
import type { StrategiesByPart } from '../precision/graph-parts.js';
import { featureEncoder } from './feature-encoder.js';
import type { EncoderSettings } from './wav2vec2-settings.js';
import { transformer } from './transformer.js';

/**
 * The encoder of wav2vec2, HuBERT or WavLM: the waveform `[1, time]` to the hidden states
 * `[1, frames, hiddenSize]`, beginning with the input of the first layer and ending with the encoder's
 * output.
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
  const scope = net.child('encoder').using({ matmul: strategies.transformer });
  const states = transformer(scope, projected, settings);
  // The heads sum over time, which needs float32.
  if (strategies.transformer.element === 'float32') return states;
  return states.map((state) => net.graph.cast(state, 'float32'));
}

function featureProjection(net: ModuleScope, x: Value, settings: EncoderSettings): Value {
  const { convDim, hiddenSize, layerNormEps, featProjLayerNorm } = settings;
  const from = convDim.at(-1) ?? 1;
  const normed = featProjLayerNorm ? layerNorm(net.child('layer_norm'), x, from, layerNormEps) : x;
  return linear(net.child('projection'), normed, { from, to: hiddenSize });
}
