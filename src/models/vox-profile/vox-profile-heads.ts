import type { Value } from '../../onnx/index.js';
import { addBias, linear } from '../layers/layers.js';
import type { ModuleScope } from '../layers/module-scope.js';
import { transpose } from '../layers/transpose.js';

/** The pointwise convolutions of Vox-Profile by their names; a ReLU follows each but the last. */
const CONVOLUTIONS = ['0', '3', '6'] as const;

/** The module of the pointwise convolutions. */
export const CONVOLUTIONS_MODULE = 'model_seq';

/** A head of Vox-Profile: two linear layers with a ReLU between them. */
export type VoxProfileHead = {
  /** The name of its module. */
  readonly name: string;
  readonly outputs: number;
  /** Whether its outputs are between 0 and 1. */
  readonly isBounded: boolean;
};

/**
 * The pointwise convolutions that come before the mean over time: `[1, frames, size]` to
 * `[1, frames, hidden]`. The last convolution is linear, so that it is computed after the mean.
 *
 * @see {@link afterMean}
 */
export function beforeMean(net: ModuleScope, states: Value, size: number, hidden: number): Value {
  const [first, second] = CONVOLUTIONS;
  const relu = (x: Value) => net.graph.op('Relu', [x]);
  const narrow = relu(pointwise(net.child(first), states, size, hidden));
  return relu(pointwise(net.child(second), narrow, hidden, hidden));
}

/** The last convolution, on the mean over time: `[1, hidden]` to the embedding `[1, hidden]`. */
export function afterMean(net: ModuleScope, mean: Value, hidden: number): Value {
  return pointwise(net.child(CONVOLUTIONS[2]), mean, hidden, hidden);
}

/** The outputs of the heads, side by side: `[1, hidden]` to `[1, outputs]`. */
export function headOutputs(
  net: ModuleScope,
  embedding: Value,
  heads: readonly VoxProfileHead[],
  hidden: number,
): Value {
  const { graph } = net;
  const outputs = heads.map(({ name, outputs: to, isBounded }) => {
    const head = net.child(name);
    const inner = linear(head.child('0'), embedding, { from: hidden, to: hidden });
    const logits = linear(head.child('2'), graph.op('Relu', [inner]), { from: hidden, to });
    return isBounded ? graph.op('Sigmoid', [logits]) : logits;
  });
  const [first] = outputs;
  return first && outputs.length === 1 ? first : graph.op('Concat', outputs, { axis: 1 });
}

/** A convolution of single frames over the last axis; torch's `nn.Conv1d` with a kernel of 1. */
function pointwise(net: ModuleScope, x: Value, from: number, to: number): Value {
  const { graph, matmul } = net;
  const { load } = net.weights.take('weight', [to, from, 1]);
  const matrix = {
    name: 'weight',
    shape: [from, to],
    load: async () => transpose(await load(), to, from),
  };
  const bias = net.weight('bias', [to]);
  return addBias(graph, matmul.multiply(graph, matmul.operand(graph, x), matrix, bias));
}
