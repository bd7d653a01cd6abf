import type { Value } from '../../onnx/index.js';
import { attention } from '../layers/attention.js';
import { gelu, product } from '../layers/layers.js';
import type { Biased } from '../precision/matmul-strategy.js';
import type { Net } from '../layers/module-scope.js';
import type { EncoderSettings } from './wav2vec2-settings.js';
import { gatedBias } from './wavlm-bias.js';

/**
 * The attention of a Transformer layer, `[1, frames, size]` to the same.
 *
 * @param layer the whole layer
 * @param bias WavLM's position bias
 */
export function selfAttention(
  layer: Net,
  x: Value,
  settings: EncoderSettings,
  bias: Value | undefined,
): Biased {
  const net = layer.at('attention');
  const sizes = { size: settings.hiddenSize, heads: settings.numAttentionHeads };
  return attention(net, x, sizes, bias && gatedBias(net, x, bias, settings));
}

/**
 * The two linear maps of a Transformer layer with a gelu between them, `[1, frames, size]` to the
 * same.
 *
 * @param layer the whole layer
 */
export function feedForward(layer: Net, x: Value, settings: EncoderSettings): Biased {
  const { graph, matrices } = layer;
  const { hiddenSize: size, intermediateSize: wide } = settings;
  const net = layer.at('feed_forward');
  const up = product(net.at('intermediate_dense'), matrices.operand(graph, x), {
    from: size,
    to: wide,
  });
  const bent = matrices.bentOperand(graph, gelu(graph, up));
  return product(net.at('output_dense'), bent, { from: wide, to: size });
}
