import type { Value } from '../../onnx/index.js';
import { gelu, plainLayerNorm } from '../layers/layers.js';
import type { ModuleScope } from '../layers/module-scope.js';
import type { Emotion2vecSettings } from './emotion2vec-settings.js';

/** Epsilon of the norms after the convolutions: torch's default, whatever the settings say. */
const EPSILON = 1e-5;

/**
 * The positional embedding, which the caller adds: a stack of convolutions, each followed by a layer norm
 * without learnt numbers and a GELU; `[1, frames, size]` to the same shape.
 */
export function stackedPositions(
  net: ModuleScope,
  x: Value,
  { hiddenSize: size, positionKernel, positionGroups: groups, positionLayers }: Emotion2vecSettings,
): Value {
  const { graph, matmul } = net;
  let state = x;
  for (let layer = 1; layer <= positionLayers; layer++) {
    const conv = net.child(`${layer}.0`);
    const filter = conv.weights.take('weight', [size, size / groups, positionKernel]);
    const bias = conv.weight('bias', [size]);
    const { value, bias: pending } = matmul.convolve(conv.graph, state, { filter, groups }, bias);
    const sum = pending ? graph.op('Add', [value, pending]) : value;
    state = gelu(graph, { value: plainLayerNorm(conv, sum, size, EPSILON) });
  }
  return state;
}
