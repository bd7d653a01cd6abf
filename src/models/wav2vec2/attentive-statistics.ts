import type { Value } from '../../onnx/index.js';
import { layerNorm, linear } from '../layers/layers.js';
import type { ModuleScope } from '../layers/module-scope.js';
import { sum } from '../layers/statistics.js';
import type { HeadOutputs, HeadSizes } from './heads.js';

/** Smallest variance before the square root. */
const FLOOR = 1e-5;
/** Epsilon of torch's `nn.LayerNorm`. */
const EPSILON = 1e-5;

/** Sizes of {@link attentiveHead}. */
export type AttentiveHeadSizes = HeadSizes & {
  /** Width of the layer before the last. */
  readonly wide: number;
};

/**
 * The head of the baselines of the Odyssey 2024 challenge: mean and standard deviation over time with one
 * learnt weight for each frame, then a linear layer with layer norm and ReLU, and the last layer. The embedding
 * is the mean beside the standard deviation, `[1, 2 · size]`.
 *
 * @param net the whole model
 * @param x the encoder's states `[1, frames, size]`
 * @see https://arxiv.org/abs/1803.10963
 */
export function attentiveHead(
  net: ModuleScope,
  x: Value,
  { size, wide, outputs }: AttentiveHeadSizes,
): HeadOutputs {
  const embedding = attentiveStatistics(net.child('pool_model'), x, size);
  const head = net.child('ser_model');
  const layer = head.child('fc.0');
  const dense = linear(layer.child('0'), embedding, { from: 2 * size, to: wide });
  const activated = net.graph.op('Relu', [layerNorm(layer.child('1'), dense, wide, EPSILON)]);
  return {
    embedding,
    logits: linear(head.child('out.0'), activated, { from: wide, to: outputs }),
  };
}

/** `[1, frames, size]` to `[1, 2 · size]`. */
function attentiveStatistics(net: ModuleScope, x: Value, size: number): Value {
  const { graph } = net;
  const hidden = graph.op('Tanh', [linear(net.child('sap_linear'), x, { from: size, to: size })]);
  const scores = graph.op('MatMul', [hidden, net.weight('attention', [size, 1])]);
  const shares = graph.op('Softmax', [scores], { axis: 1 });
  const centre = sum(graph, graph.op('Mul', [shares, x]), [1]);
  const distance = graph.op('Sub', [x, centre]);
  // The original subtracts the square of the mean from the mean square, which is the same but less exact.
  const squares = graph.op('Mul', [shares, graph.op('Mul', [distance, distance])]);
  const variance = graph.op('Max', [sum(graph, squares, [1]), graph.constant('float32', FLOOR)]);
  const both = graph.op('Concat', [centre, graph.op('Sqrt', [variance])], { axis: 2 });
  return graph.op('Squeeze', [both, graph.constant('int64', [1])]);
}
