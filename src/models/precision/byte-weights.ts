import { floatMatmul } from './matmul-strategy.js';
import { quantiseChannels } from './quantise.js';
import { quantisedWeight } from './quantised-weight.js';

/**
 * Matrices and filters that are kept as signed bytes, with a scale for each output channel, and
 * multiplied in float32. They are turned back by operators that every runtime folds when it loads
 * the graph, unlike `DequantizeLinear`, which ONNX Runtime leaves to each run.
 */
export const byteWeights = floatMatmul('float32', (graph, tensor, axis) => {
  // A Loop would turn them back at each of its turns.
  const outside = graph.outside();
  const { weight, scales } = quantisedWeight(outside, tensor, axis, quantiseChannels);
  return outside.op('Mul', [outside.cast(weight, 'float32'), scales]);
});
