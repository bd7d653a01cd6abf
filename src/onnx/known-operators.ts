/** What a graph of this project may ask of an operator. */
export type KnownOperator = {
  /** Least and largest number of inputs. */
  readonly inputs: readonly [least: number, most: number];
  /** Positions of inputs that may be omitted by an empty name. */
  readonly optional?: readonly number[];
  /** Largest number of outputs. Default: 1. */
  readonly outputs?: number;
  /** Names of its attributes. Default: none. */
  readonly attributes?: readonly string[];
};

const one: KnownOperator = { inputs: [1, 1] };
const two: KnownOperator = { inputs: [2, 2] };
const reduce: KnownOperator = { inputs: [1, 2], attributes: ['keepdims'] };

/**
 * Every operator that this project writes, with the inputs and attributes that it writes. Operators of
 * another set have its name before a colon. `test/onnx/check-graph.test.ts` compares the table with the
 * graphs of all architectures and precisions.
 */
export const KNOWN_OPERATORS: Readonly<Record<string, KnownOperator>> = {
  Abs: one,
  Add: two,
  AveragePool: {
    inputs: [1, 1],
    attributes: ['kernel_shape', 'strides', 'ceil_mode', 'count_include_pad'],
  },
  BatchNormalization: { inputs: [5, 5], attributes: ['epsilon'] },
  Cast: { inputs: [1, 1], attributes: ['to'] },
  Clip: { inputs: [3, 3] },
  Concat: { inputs: [1, 4096], attributes: ['axis'] },
  Conv: { inputs: [2, 3], attributes: ['group', 'kernel_shape', 'pads', 'strides', 'dilations'] },
  Cos: one,
  Div: two,
  DynamicQuantizeLinear: { inputs: [1, 1], outputs: 3 },
  Expand: two,
  Gather: { inputs: [2, 2], attributes: ['axis'] },
  Gelu: { inputs: [1, 1], attributes: ['approximate'] },
  Identity: one,
  LSTM: { inputs: [4, 4], outputs: 2, attributes: ['hidden_size'] },
  LayerNormalization: { inputs: [3, 3], attributes: ['axis', 'epsilon'] },
  Log: one,
  Loop: { inputs: [2, 2], optional: [1], attributes: ['body'] },
  MatMul: two,
  Max: two,
  Min: two,
  Mod: two,
  Mul: two,
  Pad: { inputs: [2, 2], attributes: ['mode'] },
  QuantizeLinear: { inputs: [3, 3], attributes: ['axis'] },
  Range: { inputs: [3, 3] },
  ReduceL2: reduce,
  ReduceMax: reduce,
  ReduceMean: reduce,
  ReduceSum: reduce,
  Relu: one,
  Reshape: two,
  Shape: { inputs: [1, 1], attributes: ['start', 'end'] },
  Sigmoid: one,
  Sin: one,
  Slice: { inputs: [4, 5] },
  Softmax: { inputs: [1, 1], attributes: ['axis'] },
  Split: { inputs: [1, 1], outputs: 8, attributes: ['axis', 'num_outputs'] },
  Sqrt: one,
  Squeeze: { inputs: [1, 2] },
  Sub: two,
  Tanh: one,
  Transpose: { inputs: [1, 1], attributes: ['perm'] },
  Unsqueeze: two,
  'com.microsoft:BiasGelu': two,
  'com.microsoft:Gelu': one,
  'com.microsoft:MatMulIntegerToFloat': { inputs: [7, 7], optional: [5, 6] },
  'com.microsoft:MultiHeadAttention': {
    inputs: [3, 6],
    optional: [3, 4],
    attributes: ['num_heads'],
  },
  'com.microsoft:SkipLayerNormalization': {
    inputs: [5, 5],
    optional: [4],
    outputs: 4,
    attributes: ['epsilon'],
  },
};

/** The operator sets of {@link KNOWN_OPERATORS}, with their versions. */
export const KNOWN_SETS: Readonly<Record<string, readonly bigint[]>> = {
  '': [20n],
  'com.microsoft': [1n],
};

/** Bounds of integers in attributes; an operator that is asked for more reads outside its tensors. */
export const ATTRIBUTE_BOUNDS: Readonly<Record<string, readonly [least: number, most: number]>> = {
  axis: [-8, 8],
  // Only `Shape` has these, and the runtime crashes if the end is before the start.
  start: [1, 1],
  end: [2, 2],
  to: [1, 16],
  keepdims: [0, 1],
  num_outputs: [1, 8],
  num_heads: [1, 256],
  hidden_size: [1, 65_536],
  ceil_mode: [0, 1],
  count_include_pad: [0, 1],
  group: [1, 65_536],
  perm: [0, 8],
  kernel_shape: [1, 65_536],
  strides: [1, 65_536],
  dilations: [1, 65_536],
  pads: [0, 1_048_576],
};
