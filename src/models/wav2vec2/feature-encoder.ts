import { float, type Value } from '../../onnx/index.js';
import { conv1d, gelu, layerNorm } from '../layers.js';
import type { Net } from '../net.js';
import type { EncoderSettings } from './settings.js';

/** Layer norm inside the feature encoder has torch's default epsilon, whatever the settings say. */
const EPSILON = 1e-5;

/** The strided convolutions: `[1, time]` to `[1, frames, channels]`. */
export function featureEncoder(net: Net, waveform: Value, settings: EncoderSettings): Value {
  const { graph } = net;
  let value = graph.op('Unsqueeze', [waveform, graph.constant('int64', [1])]);
  for (const layer of settings.convDim.keys()) {
    value = convLayer(net.at(`conv_layers.${layer}`), value, layer, settings);
  }
  return graph.op('Transpose', [value], { perm: [0, 2, 1] });
}

function convLayer(net: Net, x: Value, layer: number, settings: EncoderSettings): Value {
  const { convDim, convKernel, convStride, convBias, featExtractNorm } = settings;
  const to = convDim[layer] ?? 1;
  const heard = conv1d(net.at('conv'), x, {
    from: layer === 0 ? 1 : (convDim[layer - 1] ?? 1),
    to,
    kernel: convKernel[layer] ?? 1,
    stride: convStride[layer] ?? 1,
    bias: convBias,
  });
  const norm = net.at('layer_norm');
  if (featExtractNorm === 'layer') return gelu(net.graph, channelNorm(norm, heard, to));
  return gelu(net.graph, layer === 0 ? groupNorm(norm, heard, to) : heard);
}

/** Group norm with a group for each channel, which is instance norm. */
function groupNorm(net: Net, x: Value, size: number): Value {
  const inputs = [x, net.weight('weight', [size]), net.weight('bias', [size])];
  return net.graph.op('InstanceNormalization', inputs, { epsilon: float(EPSILON) });
}

/** Layer norm over the channels of `[1, channels, frames]`. */
function channelNorm(net: Net, x: Value, size: number): Value {
  const turned = net.graph.op('Transpose', [x], { perm: [0, 2, 1] });
  return net.graph.op('Transpose', [layerNorm(net, turned, size, EPSILON)], { perm: [0, 2, 1] });
}
