import type { GraphBuilder, Value } from '../../onnx/index.js';
import { convolutionSizes, type GroupedConvolution } from '../layers/grouped-convolution.js';
import type { LazyTensor } from '../layers/model-weights.js';

/** A value in the form in which a strategy multiplies it. */
export type Operand = {
  /** `[1, frames, size]`; it may be sliced, concatenated and reshaped before the multiplication. */
  readonly value: Value;
  /** Present if the value is quantised. */
  readonly quantisation?: Quantisation;
};

/** Scale and zero point of a quantised value. */
export type Quantisation = {
  /** The size of one step: a scalar, or `[1, frames, 1]` if each frame has its own. */
  readonly scale: Value;
  /** The byte that represents 0. */
  readonly zero: Value;
  /** Whether each frame has its own scale; then the value can be neither sliced, concatenated nor reshaped. */
  readonly isByFrame: boolean;
};

/** A product without its bias, which the next operator adds in the same pass. */
export type PendingBias = { readonly value: Value; readonly bias?: Value | undefined };

/** A tensor of a checkpoint with its name in the graph. */
export type NamedTensor = LazyTensor & { readonly name: string };

/** A matrix that is multiplied from the right: `[from, to]`. */
export type Matrix = NamedTensor;

/** A lower bound of the output of a GELU: the minimum of `x · Φ(x)` is -0.16997, at -0.7518. */
export const GELU_MIN = -0.17;

/** Number types of the activations between the matrices. */
export type FloatType = 'float32' | 'float16';

/** How the matrices of a network are stored and multiplied; one implementation for each number format. */
export interface MatmulStrategy {
  /** Number type of the activations before, between and after the matrices. */
  readonly element: FloatType;
  /** Prepares a value for multiplication; several matrices can share the result. */
  operand(graph: GraphBuilder, x: Value): Operand;
  /** Prepares the output of a GELU, whose values are never below {@link GELU_MIN}. */
  geluOperand(graph: GraphBuilder, x: Value): Operand;
  /** Multiplies `[1, frames, from]` by `[from, to]` to `[1, frames, to]`. */
  multiply(graph: GraphBuilder, operand: Operand, matrix: Matrix, bias?: Value): PendingBias;
  /** Convolves `[1, frames, size]` to the same shape. */
  convolve(
    graph: GraphBuilder,
    x: Value,
    convolution: GroupedConvolution,
    bias: Value,
  ): PendingBias;
  /** Adds the filter of a convolution, `[to, …]`, to the graph. */
  filter(graph: GraphBuilder, filter: NamedTensor): Value;
}

/** Stores a tensor in a graph and returns it as floats; `axis` is the axis of its outputs. */
export type StoreWeight = (graph: GraphBuilder, tensor: NamedTensor, axis: number) => Value;

/** A strategy that multiplies floats of one type, whatever format the matrices are stored in. */
export function floatMatmul(element: FloatType, store: StoreWeight): MatmulStrategy {
  return {
    element,
    operand: (_, value) => ({ value }),
    geluOperand: (_, value) => ({ value }),
    multiply: (graph, { value }, matrix, bias) => ({
      value: graph.op('MatMul', [value, store(graph, matrix, 1)]),
      bias,
    }),
    convolve: (graph, x, convolution, bias) => {
      const { kernel, groups, before, after } = convolutionSizes(convolution);
      const filter = store(graph, { name: 'weight', ...convolution.filter }, 0);
      const channelsFirst = graph.op('Transpose', [x], { perm: [0, 2, 1] });
      const convolved = graph.op('Conv', [channelsFirst, filter, bias], {
        kernel_shape: [kernel],
        pads: [before, after],
        group: groups,
      });
      return { value: graph.op('Transpose', [convolved], { perm: [0, 2, 1] }) };
    },
    filter: (graph, filter) => store(graph, filter, 0),
  };
}

/** Stores and multiplies matrices in float32, as they are in the checkpoint. */
export const float32Matmul = floatMatmul('float32', (graph, { name, shape, load }) =>
  graph.weight(name, shape, load),
);
