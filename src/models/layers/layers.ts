import { float, type GraphBuilder, type Value } from '../../onnx/index.js';
import type { PendingBias, Operand } from '../precision/matmul-strategy.js';
import type { ModuleScope } from './module-scope.js';
import { transpose } from './transpose.js';

/**
 * The domain of ONNX Runtime's own operators. Each of them does in one pass what several operators of
 * ONNX do, with the same result up to rounding.
 */
const RUNTIME = { domain: 'com.microsoft' } as const;

export type LinearSizes = { readonly from: number; readonly to: number; readonly bias?: boolean };

/** `x · Wᵀ + b` over the last axis: `[…, from]` to `[…, to]`; torch's `nn.Linear`. */
export function linear(net: ModuleScope, x: Value, sizes: LinearSizes): Value {
  return addBias(net.graph, linearWithoutBias(net, net.matmul.operand(net.graph, x), sizes));
}

/** {@link linear} of a prepared operand, with the addition of the bias left to the next operator. */
export function linearWithoutBias(
  net: ModuleScope,
  x: Operand,
  { from, to, bias = true }: LinearSizes,
): PendingBias {
  const { load } = net.weights.take('weight', [to, from]);
  // The runtime multiplies with [from, to] and packs it without transposing it first.
  const transposed = async () => transpose(await load(), to, from);
  const matrix = { name: 'weight', shape: [from, to], load: transposed };
  return net.matmul.multiply(net.graph, x, matrix, bias ? net.weight('bias', [to]) : undefined);
}

/** Adds the bias of a product, if it has one. */
export function addBias(graph: GraphBuilder, { value, bias }: PendingBias): Value {
  return bias ? graph.op('Add', [value, bias]) : value;
}

/** Layer norm over the last axis of `size`, with scale and shift. */
export function layerNorm(net: ModuleScope, x: Value, size: number, epsilon: number): Value {
  const inputs = [x, net.weight('weight', [size]), net.weight('bias', [size])];
  return net.graph.op('LayerNormalization', inputs, { axis: -1, epsilon: float(epsilon) });
}

/** Layer norm over the last axis of `size` without learnt scale and shift. */
export function plainLayerNorm(net: ModuleScope, x: Value, size: number, epsilon: number): Value {
  const filled = (name: string, value: number) =>
    net.addDerivedWeight(name, {
      shape: [size],
      load: () => Promise.resolve(new Float32Array(size).fill(value)),
    });
  const inputs = [x, filled('ones', 1), filled('zeros', 0)];
  return net.graph.op('LayerNormalization', inputs, { axis: -1, epsilon: float(epsilon) });
}

/** The result of {@link addAndNorm}: the sum, and its layer norm. */
export type SumAndNorm = { readonly sum: Value; readonly normed: Value };

/** Adds a branch to its residual, and applies a layer norm over the last axis of `size` to the sum. */
export function addAndNorm(
  net: ModuleScope,
  { value, bias }: PendingBias,
  residual: Value,
  size: number,
  epsilon: number,
): SumAndNorm {
  const norm = [net.weight('weight', [size]), net.weight('bias', [size])];
  const inputs = [value, residual, ...norm, bias];
  const attributes = { epsilon: float(epsilon) };
  // The two outputs in the middle are statistics that only training needs.
  const outputs = net.graph.ops('SkipLayerNormalization', inputs, 4, attributes, RUNTIME);
  const [normed = residual, , , sum = residual] = outputs;
  return { sum, normed };
}

/** The exact Gaussian error linear unit, `x · Φ(x)`. */
export function gelu(graph: GraphBuilder, { value, bias }: PendingBias): Value {
  // The runtime's own Gelu gives the same bits as ONNX's and was never slower in measurements.
  return bias
    ? graph.op('BiasGelu', [value, bias], {}, RUNTIME)
    : graph.op('Gelu', [value], {}, RUNTIME);
}

/**
 * The feed-forward block of a Transformer: two linear layers with a GELU between them,
 * `[1, frames, size]` to the same shape.
 *
 * @param net the scope of the operators
 * @param modules the first layer, to the width `wide`, and the second
 */
export function feedForward(
  { graph, matmul }: ModuleScope,
  { up, down }: { readonly up: ModuleScope; readonly down: ModuleScope },
  x: Value,
  { size, wide }: { readonly size: number; readonly wide: number },
): PendingBias {
  const widened = linearWithoutBias(up, matmul.operand(graph, x), { from: size, to: wide });
  const activated = matmul.geluOperand(graph, gelu(graph, widened));
  return linearWithoutBias(down, activated, { from: wide, to: size });
}

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
