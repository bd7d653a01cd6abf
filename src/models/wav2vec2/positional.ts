import type { Value } from '../../onnx/index.js';
import { gelu } from '../layers/layers.js';
import type { ModuleScope } from '../layers/module-scope.js';
import type { LazyTensor } from '../layers/model-weights.js';
import type { EncoderSettings } from './wav2vec2-settings.js';

/** The convolution that tells where a frame stands: `[1, frames, size]` to the same, to be added. */
export function positionalEmbedding(net: ModuleScope, x: Value, settings: EncoderSettings): Value {
  const { graph } = net;
  const { hiddenSize, numConvPosEmbeddings: kernel, numConvPosEmbeddingGroups: groups } = settings;
  const conv = net.child('conv');
  const shape = [hiddenSize, hiddenSize / groups, kernel];
  const filter = foldedWeight(conv, shape);
  const bias = conv.weight('bias', [hiddenSize]);
  return gelu(graph, net.matmul.convolve(conv.graph, x, { filter, groups }, bias));
}

/** The weight with its norm folded in, under the names of torch before 2.0, since then, or plain. */
function foldedWeight({ weights }: ModuleScope, shape: readonly number[]): LazyTensor {
  if (weights.has('weight')) return weights.take('weight', shape);
  const renamed = weights.has('parametrizations.weight.original1');
  const [g, v] = renamed
    ? ['parametrizations.weight.original0', 'parametrizations.weight.original1']
    : ['weight_g', 'weight_v'];
  const [, , kernel = 1] = shape;
  const gain = weights.take(g, [1, 1, kernel]);
  const direction = weights.take(v, shape);
  return { shape, load: async () => fold(await gain.load(), await direction.load()) };
}

/** Weight norm over the last axis: `g · v / ‖v‖`, the length taken over the other axes for each tap. */
function fold(gain: Float32Array, direction: Float32Array): Float32Array {
  const taps = gain.length;
  const squares = new Float64Array(taps);
  for (let i = 0; i < direction.length; i++) {
    squares[i % taps] = (squares[i % taps] ?? 0) + (direction[i] ?? 0) ** 2;
  }
  const scale = squares.map((square, tap) => (gain[tap] ?? 0) / Math.sqrt(square));
  return direction.map((x, i) => x * (scale[i % taps] ?? 0));
}
