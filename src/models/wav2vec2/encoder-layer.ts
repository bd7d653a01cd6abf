import type { Value } from '../../onnx/index.js';
import { attention } from '../layers/attention.js';
import { gelu, linearWithoutBias } from '../layers/layers.js';
import type { PendingBias } from '../precision/matmul-strategy.js';
import type { ModuleScope } from '../layers/module-scope.js';
import type { EncoderSettings } from './wav2vec2-settings.js';
import { gatedBias } from './wavlm-bias.js';

/**
 * The attention of a Transformer layer, `[1, frames, size]` to the same.
 *
 * @param layer the whole layer
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
 * The two linear maps of a Transformer layer with a gelu between them, `[1, frames, size]` to the
 * same.
 *
 * @param layer the whole layer
 */
export function feedForward(layer: ModuleScope, x: Value, settings: EncoderSettings): PendingBias {
  const { graph, matmul } = layer;
  const { hiddenSize: size, intermediateSize: wide } = settings;
  const net = layer.child('feed_forward');
  const up = linearWithoutBias(net.child('intermediate_dense'), matmul.operand(graph, x), {
    from: size,
    to: wide,
  });
  const bent = matmul.geluOperand(graph, gelu(graph, up));
  return linearWithoutBias(net.child('output_dense'), bent, { from: wide, to: size });
}
