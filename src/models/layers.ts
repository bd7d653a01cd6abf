import { float, type GraphBuilder, type Value } from '../onnx/index.js';
import type { Net } from './net.js';
import { transpose } from './transpose.js';

/**
 * The vocabulary that architectures are written in. Another variant of the graph (fused, int8)
 * replaces these functions and nothing else.
 */

/** Sizes of {@link linear}. */
export type LinearSizes = { readonly from: number; readonly to: number; readonly bias?: boolean };

/** `x · Wᵀ + b` over the last axis: `[…, from]` to `[…, to]`; torch's `nn.Linear`. */
export function linear(net: Net, x: Value, { from, to, bias = true }: LinearSizes): Value {
  const { load } = net.weights.take('weight', [to, from]);
  // Stored as [from, to], which the runtime multiplies with and packs without turning it first.
  const turned = async () => transpose(await load(), to, from);
  const weight = net.derived('weight', { shape: [from, to], load: turned });
  const product = net.graph.op('MatMul', [x, weight]);
  return bias ? net.graph.op('Add', [product, net.weight('bias', [to])]) : product;
}

/** Layer norm over the last axis of `size`, with scale and shift. */
export function layerNorm(net: Net, x: Value, size: number, epsilon: number): Value {
  const inputs = [x, net.weight('weight', [size]), net.weight('bias', [size])];
  return net.graph.op('LayerNormalization', inputs, { axis: -1, epsilon: float(epsilon) });
}

/** The exact Gaussian error linear unit, `x · Φ(x)`. */
export function gelu(graph: GraphBuilder, x: Value): Value {
  // The runtime's own operator: the same bits as ONNX's Gelu, and never slower where it was measured.
  return graph.op('Gelu', [x], {}, { domain: 'com.microsoft' });
}

/** Settings of {@link conv1d}. */
export type Conv1dSettings = {
  readonly from: number;
  readonly to: number;
  readonly kernel: number;
  readonly stride?: number;
  readonly dilation?: number;
  readonly groups?: number;
  readonly bias?: boolean;
};

/** Convolution over time without padding, `[batch, from, time]` to `[batch, to, time]`; torch's `nn.Conv1d`. */
export function conv1d(net: Net, x: Value, settings: Conv1dSettings): Value {
  const { from, to, kernel, stride = 1, dilation = 1, groups = 1, bias = true } = settings;
  const weight = net.weight('weight', [to, from / groups, kernel]);
  return net.graph.op('Conv', [x, weight, bias ? net.weight('bias', [to]) : undefined], {
    kernel_shape: [kernel],
    strides: [stride],
    dilations: [dilation],
    group: groups,
  });
}

/** Batch norm with stored statistics over the channels of `[batch, size, …]`; torch's `nn.BatchNorm1d`. */
export function batchNorm(net: Net, x: Value, size: number): Value {
  const names = ['weight', 'bias', 'running_mean', 'running_var'];
  const inputs = names.map((name) => net.weight(name, [size]));
  return net.graph.op('BatchNormalization', [x, ...inputs], { epsilon: float(1e-5) });
}
