import type { Value } from '../../onnx/index.js';
import { batchNorm } from '../layers/layers.js';
import type { ModuleScope } from '../layers/module-scope.js';
import { mean, sum } from '../layers/statistics.js';
import { pointwise, reflectConv, tdnnBlock } from './tdnn.js';

/** Variances below this are raised to it before the root. */
const FLOOR = 1e-12;

/** Sizes of {@link attentivePooling}. */
export type PoolingSizes = {
  readonly channels: number;
  readonly attentionChannels: number;
  readonly globalContext: boolean;
};

/**
 * Mean and deviation over time, each frame weighed by attention for each channel:
 * `[1, channels, frames]` to `[1, 2 · channels, 1]`.
 */
export function attentivePooling(net: ModuleScope, x: Value, sizes: PoolingSizes): Value {
  const { graph } = net;
  const { channels, attentionChannels, globalContext } = sizes;
  const tdnn = net.child('tdnn');
  const seen = globalContext
    ? contextTdnn(tdnn, x, channels, attentionChannels)
    : tdnnBlock(tdnn, x, channels, pointwise(attentionChannels));
  const bounded = graph.op('Tanh', [seen]);
  const scores = reflectConv(net.child('conv'), bounded, attentionChannels, pointwise(channels));
  const attention = graph.op('Softmax', [scores], { axis: 2 });
  const centre = sum(graph, graph.op('Mul', [attention, x]), [2]);
  const squares = squaredDistance(net, x, centre);
  const spread = sum(graph, graph.op('Mul', [attention, squares]), [2]);
  return graph.op('Concat', [centre, deviation(net, spread)], { axis: 1 });
}

/**
 * The TDNN block over the frames with the utterance's mean and deviation below each of them. These
 * are the same for every frame, so their third of the weights meets them only once.
 */
function contextTdnn(net: ModuleScope, x: Value, channels: number, to: number): Value {
  const { graph } = net;
  const conv = net.child('conv').child('conv');
  const { load } = conv.weights.take('weight', [to, 3 * channels, 1]);
  const part = (name: string, at: number) =>
    conv.addDerivedWeight(`weight.${name}`, {
      shape: [to, channels],
      load: async () => columns(await load(), 3 * channels, at * channels, channels),
    });
  const centre = mean(graph, x, [2]);
  const spread = deviation(net, mean(graph, squaredDistance(net, x, centre), [2]));
  const bias = graph.op('Unsqueeze', [conv.weight('bias', [to]), graph.constant('int64', [1])]);
  const context = [
    graph.op('MatMul', [part('mean', 1), centre]),
    graph.op('MatMul', [part('deviation', 2), spread]),
    bias,
  ].reduce((a, b) => graph.op('Add', [a, b]));
  const frames = graph.op('MatMul', [part('frames', 0), x]);
  const heard = graph.op('Relu', [graph.op('Add', [frames, context])]);
  return batchNorm(net.child('norm').child('norm'), heard, to);
}

function squaredDistance({ graph }: ModuleScope, x: Value, centre: Value): Value {
  const distance = graph.op('Sub', [x, centre]);
  return graph.op('Mul', [distance, distance]);
}

function deviation({ graph }: ModuleScope, variance: Value): Value {
  return graph.op('Sqrt', [graph.op('Max', [variance, graph.constant('float32', FLOOR)])]);
}

/** Some columns of a matrix of `width` columns. */
function columns(matrix: Float32Array, width: number, from: number, count: number): Float32Array {
  const rows = matrix.length / width;
  const part = new Float32Array(rows * count);
  for (let row = 0; row < rows; row++) {
    const start = row * width + from;
    part.set(matrix.subarray(start, start + count), row * count);
  }
  return part;
}
