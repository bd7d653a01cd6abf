import type { Value } from '../../onnx/index.js';
import { attention } from '../layers/attention.js';
import { feedForward as linearLayers } from '../layers/layers.js';
import type { PendingBias } from '../precision/matmul-strategy.js';
import type { ModuleScope } from '../layers/module-scope.js';
import type { EncoderSettings } from './wav2vec2-settings.js';
import { gatedBias } from './wavlm-bias.js';

/**
 * The attention of a Transformer layer, `[1, frames, size]` to the same shape.
 *
 * @param layer the scope of the whole layer
 * @param bias WavLM's position bias
 */
export function selfAttention(
  layer: ModuleScope,
  x: Value,
  settings: EncoderSettings,
  bias: Value | undefined,
): PendingBias {
  const net = layer.child('attention');
  const sizes = { size: settings.hiddenSize, heads: settings.numAttentionHeads };
  return attention(net, x, sizes, bias && gatedBias(net, x, bias, settings));
}

/**
 * The feed-forward block of a Transformer layer: two linear layers with a GELU between them,
 * `[1, frames, size]` to the same shape.
 *
 * @param layer the scope of the whole layer
 */
export function feedForward(layer: ModuleScope, x: Value, settings: EncoderSettings): PendingBias {
  const net = layer.child('feed_forward');
  const modules = { up: net.child('intermediate_dense'), down: net.child('output_dense') };
  const sizes = { size: settings.hiddenSize, wide: settings.intermediateSize };
  return linearLayers(layer, modules, x, sizes);
}
