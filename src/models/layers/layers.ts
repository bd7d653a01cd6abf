import { float, type GraphBuilder, type Value } from '../../onnx/index.js';
import type { PendingBias, Operand } from '../precision/matmul-strategy.js';
import type { ModuleScope } from './module-scope.js';
import { transpose } from './transpose.js';

/**
 * The vocabulary that architectures are written in. Operators of `com.microsoft` are the runtime's
 * own: each does in one pass what several of ONNX do, with the same result up to rounding.
 */
const RUNTIME = { domain: 'com.microsoft' } as const;

/** Sizes of {@link linear}. */
export type LinearSizes = { readonly from: number; readonly to: number; readonly bias?: boolean };

/** `x · Wᵀ + b` over the last axis: `[…, from]` to `[…, to]`; torch's `nn.Linear`. */
export function linear(net: ModuleScope, x: Value, sizes: LinearSizes): Value {
  return addBias(net.graph, linearWithoutBias(net, net.matmul.operand(net.graph, x), sizes));
}

/** {@link linear} of a value that is ready, with the bias left to the next operator. */
export function linearWithoutBias(
  net: ModuleScope,
  x: Operand,
  { from, to, bias = true }: LinearSizes,
): PendingBias {
  const { load } = net.weights.take('weight', [to, from]);
  // Stored as [from, to], which the runtime multiplies with and packs without turning it first.
  const turned = async () => transpose(await load(), to, from);
  const matrix = { name: 'weight', shape: [from, to], load: turned };
  return net.matmul.multiply(net.graph, x, matrix, bias ? net.weight('bias', [to]) : undefined);
}

/** Adds the bias that is still to be added. */
export function addBias(graph: GraphBuilder, { value, bias }: PendingBias): Value {
  return bias ? graph.op('Add', [value, bias]) : value;
}

/** Layer norm over the last axis of `size`, with scale and shift. */
export function layerNorm(net: ModuleScope, x: Value, size: number, epsilon: number): Value {
  const inputs = [x, net.weight('weight', [size]), net.weight('bias', [size])];
  return net.graph.op('LayerNormalization', inputs, { axis: -1, epsilon: float(epsilon) });
}

/** What {@link addAndNorm} gives: the sum, and its layer norm. */
export type SumAndNorm = { readonly sum: Value; readonly normed: Value };

/** Adds a branch to the path around it, and norms the sum over the last axis of `size`. */
export function addAndNorm(
  net: ModuleScope,
  { value, bias }: PendingBias,
  around: Value,
  size: number,
  epsilon: number,
): SumAndNorm {
  const norm = [net.weight('weight', [size]), net.weight('bias', [size])];
  const inputs = [value, around, ...norm, bias];
  const attributes = { epsilon: float(epsilon) };
  // The two in between are statistics that only training needs.
  const outputs = net.graph.ops('SkipLayerNormalization', inputs, 4, attributes, RUNTIME);
  const [normed = around, , , sum = around] = outputs;
  return { sum, normed };
}

/** The exact Gaussian error linear unit, `x · Φ(x)`. */
export function gelu(graph: GraphBuilder, { value, bias }: PendingBias): Value {
  // The runtime's own Gelu has the same bits as ONNX's and is never slower where it was measured.
  return bias
    ? graph.op('BiasGelu', [value, bias], {}, RUNTIME)
    : graph.op('Gelu', [value], {}, RUNTIME);
}

/** Settings of {@link conv1d}. */
export type Conv1dSettings = {
  readonly from: number;
  readonly to: number;
  readonly kernel: number;
  readonly dilation?: number;
  readonly groups?: number;
};

/** Convolution over time without padding, `[batch, from, time]` to `[batch, to, time]`; torch's `nn.Conv1d`. */
export function conv1d(net: ModuleScope, x: Value, settings: Conv1dSettings): Value {
  const { from, to, kernel, dilation = 1, groups = 1 } = settings;
  const tensor = net.weights.take('weight', [to, from / groups, kernel]);
  const weight = net.matmul.filter(net.graph, { name: 'weight', ...tensor });
  return net.graph.op('Conv', [x, weight, net.weight('bias', [to])], {
    kernel_shape: [kernel],
    dilations: [dilation],
    group: groups,
  });
}

/** Batch norm with stored statistics over the channels of `[batch, size, …]`; torch's `nn.BatchNorm1d`. */
export function batchNorm(net: ModuleScope, x: Value, size: number): Value {
  const names = ['weight', 'bias', 'running_mean', 'running_var'];
  const inputs = names.map((name) => net.weight(name, [size]));
  return net.graph.op('BatchNormalization', [x, ...inputs], { epsilon: float(1e-5) });
}
