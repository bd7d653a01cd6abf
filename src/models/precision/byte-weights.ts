import { floatMatmul } from './matmul-strategy.js';
import { quantiseChannels } from './quantise.js';
import { quantisedWeight } from './quantised-weight.js';

/**
 * Stores matrices and filters as signed bytes with a scale for each output channel, and multiplies them
 * in float32. They are dequantised by `Cast` and `Mul`, which every runtime folds when it loads the
 * graph; ONNX Runtime would execute `DequantizeLinear` at each run.
 */
export const byteWeights = floatMatmul('float32', (graph, tensor, axis) => {
  // Inside a Loop they would be dequantised at each iteration.
  const outside = graph.outside();
  const { weight, scales } = quantisedWeight(outside, tensor, axis, quantiseChannels);
  return outside.op('Mul', [outside.cast(weight, 'float32'), scales]);
});
