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
 * Stores matrices as signed bytes with a scale for each column. Activations are quantised at run time, to
 * unsigned bytes over their range: processors have fast instructions for products of unsigned and signed
 * bytes. Older processors add two such products in 16 bits; {@link quantisePairs} keeps these sums from
 * overflowing, so that one graph serves every processor.
 */
export const int8Matmul: MatmulStrategy = {
  element: 'float32',
  operand: quantiseValue,
  geluOperand: quantiseFrames,
  multiply: multiplyBytes,
  // A grouped convolution as an int8 product would double the multiplications, most of them by zero.
  convolve: (graph, x, convolution, bias) => byteWeights.convolve(graph, x, convolution, bias),
  filter: (graph, filter) => float32Matmul.filter(graph, filter),
};

function quantiseValue(graph: GraphBuilder, x: Value): Operand {
  const [value = x, scale = x, zero = x] = graph.ops('DynamicQuantizeLinear', [x], 3);
  return { value, quantisation: { scale, zero, isByFrame: false } };
}

/** The byte that represents 0 in every frame of {@link quantiseFrames}: a tenth of all bytes are below it. */
const ZERO = 24;
const MAX_BYTE = 255;

/**
 * Quantises each frame over its own range, because the largest value of a recording is many times that
 * of most frames. The operator needs one zero point for all frames; since the output of a GELU has a
 * lower bound, one zero point fits them all.
 */
function quantiseFrames(graph: GraphBuilder, x: Value): Operand {
  const number = (value: number) => graph.constant('float32', value);
  const largest = graph.op('ReduceMax', [x, graph.constant('int64', [-1])], { keepdims: 1 });
  const wanted = graph.op('Mul', [largest, number(1 / (MAX_BYTE - ZERO))]);
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
  const unscaled = multiply(graph.constant('float32', 1));
  return { value: graph.op('Mul', [unscaled, quantisation.scale]), bias };
}
