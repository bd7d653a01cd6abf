import type { GraphBuilder, Value } from '../../onnx/index.js';
import { byteWeights } from './byte-weights.js';
import {
  type PendingBias,
  float32Matmul,
  GELU_MIN,
  type MatmulStrategy,
  type Matrix,
  type Operand,
} from './matmul-strategy.js';
import { quantisePairs } from './quantise-pairs.js';
import { quantisedWeight } from './quantised-weight.js';

/**
 * Matrices of signed bytes with a scale for each column. Values are quantised as they come, to
 * unsigned bytes over their range: the one pairing for which processors have fast products. Those of
 * older ones add two such products in 16 bits; weights are quantised so that none of these sums
 * overflows, and one graph serves every processor.
 */
export const int8Matmul: MatmulStrategy = {
  element: 'float32',
  operand: quantiseValue,
  geluOperand: quantiseFrames,
  multiply: multiplyBytes,
  // As products of bytes it would have twice as many of them, most by zero.
  convolve: (graph, x, convolution, bias) => byteWeights.convolve(graph, x, convolution, bias),
  filter: (graph, filter) => float32Matmul.filter(graph, filter),
};

function quantiseValue(graph: GraphBuilder, x: Value): Operand {
  const [value = x, scale = x, zero = x] = graph.ops('DynamicQuantizeLinear', [x], 3);
  return { value, quantisation: { scale, zero, isByFrame: false } };
}

/** The step that stands for 0 in every frame of {@link quantiseFrames}: a tenth of all are below it. */
const ZERO = 24;
const MOST = 255;

/**
 * Quantises each frame over its own range: the largest value of a recording is many times that of
 * most frames. Since what a gelu gives has a floor, one zero point serves all frames, as the
 * products of bytes ask for.
 */
function quantiseFrames(graph: GraphBuilder, x: Value): Operand {
  const number = (value: number) => graph.constant('float32', value);
  const largest = graph.op('ReduceMax', [x, graph.constant('int64', [-1])], { keepdims: 1 });
  const wanted = graph.op('Mul', [largest, number(1 / (MOST - ZERO))]);
  const scale = graph.op('Max', [wanted, number(-GELU_MIN / ZERO)]);
  const scales = graph.op('Reshape', [scale, graph.constant('int64', [-1])]);
  const zero = graph.cast(graph.constant('int64', ZERO), 'uint8');
  const zeros = graph.op('Expand', [zero, graph.op('Shape', [scales])]);
  const value = graph.op('QuantizeLinear', [x, scales, zeros], { axis: 1 });
  return { value, quantisation: { scale, zero, isByFrame: true } };
}

function multiplyBytes(
  graph: GraphBuilder,
  { value, quantisation }: Operand,
  matrix: Matrix,
  bias?: Value,
): PendingBias {
  const { weight, scales } = quantisedWeight(graph, matrix, 1, quantisePairs);
  const multiply = (scale: Value | undefined, added?: Value) => {
    const inputs = [value, weight, scale, scales, quantisation?.zero, undefined, added];
    return graph.op('MatMulIntegerToFloat', inputs, {}, { domain: 'com.microsoft' });
  };
  if (!quantisation?.isByFrame) return { value: multiply(quantisation?.scale, bias) };
  const inSteps = multiply(graph.constant('float32', 1));
  return { value: graph.op('Mul', [inSteps, quantisation.scale]), bias };
}
