import type { GraphBuilder, Value } from '../../onnx/index.js';
import { convolutionSizes, type GroupedConvolution } from '../layers/grouped-convolution.js';
import type { LazyTensor } from '../layers/model-weights.js';

/** A value ready to be multiplied, in the form in which a kind of matrix takes it. */
export type Operand = {
  /** `[1, frames, size]`; it may be cut, joined and reshaped before the multiplication. */
  readonly value: Value;
  /** Of a quantised value. */
  readonly quantisation?: Quantisation;
};

/** How a quantised value counts. */
export type Quantisation = {
  /** What one step stands for: a number, or `[1, frames, 1]` where each frame has its own. */
  readonly scale: Value;
  /** The step that stands for 0. */
  readonly zero: Value;
  /** Whether each frame has its own scale; then frames can be neither cut, joined nor reshaped. */
  readonly isByFrame: boolean;
};

/** A product whose bias, where there is one, is still to be added: the next operator does it on its way. */
export type PendingBias = { readonly value: Value; readonly bias?: Value | undefined };

/** A tensor of a checkpoint with its name in the graph. */
export type NamedTensor = LazyTensor & { readonly name: string };

/** A matrix as it is multiplied from the right: `[from, to]`. */
export type Matrix = NamedTensor;

/** Nothing that a gelu gives is below this: `x · Φ(x)` is least at -0.7518, and -0.16997 there. */
export const GELU_MIN = -0.17;

/** Types of numbers that a network computes with between its matrices. */
export type FloatType = 'float32' | 'float16';

/** How the matrices of a network are kept and multiplied; one implementation for each kind. */
export interface MatmulStrategy {
  /** What the values before, between and behind the matrices are. */
  readonly element: FloatType;
  /** Makes a value ready; several matrices can share the result. */
  operand(graph: GraphBuilder, x: Value): Operand;
  /** Makes a value ready of which nothing is below {@link GELU_MIN}. */
  geluOperand(graph: GraphBuilder, x: Value): Operand;
  /** `[1, frames, from]` times `[from, to]`, as `[1, frames, to]`. */
  multiply(graph: GraphBuilder, operand: Operand, matrix: Matrix, bias?: Value): PendingBias;
  /** Convolves `[1, frames, size]` to the same. */
  convolve(
    graph: GraphBuilder,
    x: Value,
    convolution: GroupedConvolution,
    bias: Value,
  ): PendingBias;
  /** The filter of a convolution, `[to, …]`. */
  filter(graph: GraphBuilder, filter: NamedTensor): Value;
}

/** Puts a tensor into a graph so that it is a float when it is computed with; `axis` is that of its outputs. */
export type StoreWeight = (graph: GraphBuilder, tensor: NamedTensor, axis: number) => Value;

/** Matrices that are multiplied as floats of this type, whatever they are kept in. */
export function floatMatmul(element: FloatType, keep: StoreWeight): MatmulStrategy {
  return {
    element,
    operand: (_, value) => ({ value }),
    geluOperand: (_, value) => ({ value }),
    multiply: (graph, { value }, matrix, bias) => ({
      value: graph.op('MatMul', [value, keep(graph, matrix, 1)]),
      bias,
    }),
    convolve: (graph, x, convolution, bias) => {
      const { kernel, groups, before, after } = convolutionSizes(convolution);
      const filter = keep(graph, { name: 'weight', ...convolution.filter }, 0);
      const turned = graph.op('Transpose', [x], { perm: [0, 2, 1] });
      const heard = graph.op('Conv', [turned, filter, bias], {
        kernel_shape: [kernel],
        pads: [before, after],
        group: groups,
      });
      return { value: graph.op('Transpose', [heard], { perm: [0, 2, 1] }) };
    },
    filter: (graph, filter) => keep(graph, filter, 0),
  };
}

/** Matrices as they are in the checkpoint. */
export const float32Matmul = floatMatmul('float32', (graph, { name, shape, load }) =>
  graph.weight(name, shape, load),
);
