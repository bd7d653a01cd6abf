import type { Value } from '../../onnx/index.js';
import { batchNorm, conv1d } from '../layers/layers.js';
import type { ModuleScope } from '../layers/module-scope.js';
import { type EcapaLayer, reflectedFrames } from './ecapa-settings.js';

/** Convolution that keeps the number of frames by reflecting them at both ends. */
export function reflectConv(net: ModuleScope, x: Value, from: number, layer: EcapaLayer): Value {
  const { channels, kernel, dilation, groups } = layer;
  const frames = reflectedFrames(layer);
  const { graph } = net;
  const pads = graph.constant('int64', [0, 0, frames, 0, 0, frames]);
  const padded = frames === 0 ? x : graph.op('Pad', [x, pads], { mode: 'reflect' });
  // SpeechBrain wraps torch's convolution in one of its own.
  return conv1d(net.child('conv'), padded, { from, to: channels, kernel, dilation, groups });
}

/** Convolution, ReLU, batch norm: `[1, from, frames]` to `[1, channels, frames]`. */
export function tdnnBlock(net: ModuleScope, x: Value, from: number, layer: EcapaLayer): Value {
  const heard = net.graph.op('Relu', [reflectConv(net.child('conv'), x, from, layer)]);
  return batchNorm(net.child('norm').child('norm'), heard, layer.channels);
}

/** A layer of one tap: a linear map of each frame. */
export function pointwise(channels: number, groups = 1): EcapaLayer {
  return { channels, kernel: 1, dilation: 1, groups };
}
