import type { Value } from '../../onnx/index.js';
import { attention } from '../attention.js';
import { gelu, layerNorm, linear } from '../layers.js';
import type { Net } from '../net.js';
import type { EncoderSettings } from './settings.js';
import { gatedBias } from './wavlm-bias.js';

/**
 * One Transformer layer, `[1, frames, size]` to the same: norms after attention and feed-forward
 * (base models), or before (`doStableLayerNorm`, large models).
 *
 * @param bias WavLM's position bias
 */
export function encoderLayer(net: Net, x: Value, settings: EncoderSettings, bias?: Value): Value {
  const { graph } = net;
  const { hiddenSize, layerNormEps, doStableLayerNorm } = settings;
  const first = (value: Value) => layerNorm(net.at('layer_norm'), value, hiddenSize, layerNormEps);
  const last = (value: Value) =>
    layerNorm(net.at('final_layer_norm'), value, hiddenSize, layerNormEps);
  const attend = (value: Value) => selfAttention(net.at('attention'), value, settings, bias);
  const feed = (value: Value) => feedForward(net.at('feed_forward'), value, settings);
  const add = (a: Value, b: Value) => graph.op('Add', [a, b]);
  if (doStableLayerNorm) {
    const attended = add(x, attend(first(x)));
    return add(attended, feed(last(attended)));
  }
  const attended = first(add(x, attend(x)));
  return last(add(attended, feed(attended)));
}

function selfAttention(net: Net, x: Value, settings: EncoderSettings, bias?: Value): Value {
  const sizes = { size: settings.hiddenSize, heads: settings.numAttentionHeads };
  return attention(net, x, sizes, bias && gatedBias(net, x, bias, settings));
}

function feedForward(net: Net, x: Value, { hiddenSize, intermediateSize }: EncoderSettings): Value {
  const up = { from: hiddenSize, to: intermediateSize };
  const wide = gelu(net.graph, linear(net.at('intermediate_dense'), x, up));
  return linear(net.at('output_dense'), wide, { from: intermediateSize, to: hiddenSize });
}
