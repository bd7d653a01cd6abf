import type { GraphBuilder, Value } from '../onnx/index.js';
import { convolutionSizes, type GroupedConvolution } from './grouped-convolution.js';
import type { LazyTensor } from './weights.js';

/** A value ready to be multiplied, in the form in which a kind of matrix takes it. */
export type Operand = {
  /** `[1, frames, size]`; it may be cut, joined and reshaped before the multiplication. */
  readonly value: Value;
  /** What one step of a quantised value stands for, and the step that stands for 0. */
  readonly steps?: { readonly scale: Value; readonly zero: Value };
};

/** A product whose bias, where there is one, is still to be added: the next operator does it on its way. */
export type Biased = { readonly value: Value; readonly bias?: Value | undefined };

/** A matrix of a checkpoint as it is multiplied from the right: `[from, to]`. */
export type Matrix = LazyTensor & {
  /** Its name in the graph. */
  readonly name: string;
};

/** How the matrices of a network are kept and multiplied; one implementation for each precision. */
export interface Matrices {
  /** Makes a float32 value ready; several matrices can share the result. */
  operand(graph: GraphBuilder, x: Value): Operand;
  /** `[1, frames, from]` times `[from, to]`, as float32 `[1, frames, to]`. */
  multiply(graph: GraphBuilder, operand: Operand, matrix: Matrix, bias?: Value): Biased;
  /** Convolves float32 `[1, frames, size]` to the same. */
  convolve(graph: GraphBuilder, x: Value, convolution: GroupedConvolution, bias: Value): Biased;
}

/** Matrices as they are in the checkpoint. */
export const float32Matrices: Matrices = {
  operand: (_, value) => ({ value }),
  multiply: (graph, { value }, { name, shape, load }, bias) => ({
    value: graph.op('MatMul', [value, graph.weight(name, shape, load)]),
    bias,
  }),
  convolve: (graph, x, convolution, bias) => {
    const { shape, load } = convolution.filter;
    const { kernel, groups, before, after } = convolutionSizes(convolution);
    const turned = graph.op('Transpose', [x], { perm: [0, 2, 1] });
    const heard = graph.op('Conv', [turned, graph.weight('weight', shape, load), bias], {
      kernel_shape: [kernel],
      pads: [before, after],
      group: groups,
    });
    return { value: graph.op('Transpose', [heard], { perm: [0, 2, 1] }) };
  },
};
