import type { GraphBuilder, Value } from '../onnx/index.js';
import { blockConvolution } from './block-convolution.js';
import {
  type Biased,
  float32Matrices,
  type Matrices,
  type Matrix,
  type Operand,
} from './matrices.js';
import { quantisedWeight } from './quantised-weight.js';

/** Bits of a quantised weight, its sign included. */
export type WeightBits = 7 | 8;

/**
 * Matrices of signed bytes with a scale for each column. Values are quantised as they come, to
 * unsigned bytes over their range: the one pairing for which processors have fast products. One
 * without VNNI adds two such products in 16 bits, which 8-bit weights overflow and 7-bit ones do not.
 */
export function int8Matrices(bits: WeightBits): Matrices {
  const multiply: Matrices['multiply'] = (graph, operand, matrix, bias) =>
    multiplyBytes(graph, operand, matrix, bias, bits);
  return {
    element: 'float32',
    operand: quantiseValue,
    multiply,
    convolve: (graph, x, convolution, bias) => {
      const multiplyGroup = (operand: Operand, matrix: Matrix) =>
        multiply(graph, operand, matrix).value;
      const value = blockConvolution(graph, quantiseValue(graph, x), convolution, multiplyGroup);
      return { value, bias };
    },
    filter: (graph, filter) => float32Matrices.filter(graph, filter),
  };
}

function quantiseValue(graph: GraphBuilder, x: Value): Operand {
  const [value = x, scale = x, zero = x] = graph.ops('DynamicQuantizeLinear', [x], 3);
  return { value, steps: { scale, zero } };
}

function multiplyBytes(
  graph: GraphBuilder,
  { value, steps }: Operand,
  matrix: Matrix,
  bias: Value | undefined,
  bits: WeightBits,
): Biased {
  const { weight, scales } = quantisedWeight(graph, matrix, 1, 2 ** (bits - 1) - 1);
  const inputs = [value, weight, steps?.scale, scales, steps?.zero, undefined, bias];
  const options = { domain: 'com.microsoft' };
  return { value: graph.op('MatMulIntegerToFloat', inputs, {}, options) };
}
