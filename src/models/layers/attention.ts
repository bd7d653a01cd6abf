import type { Value } from '../../onnx/index.js';
import { addBias, linearWithoutBias } from './layers.js';
import type { PendingBias } from '../precision/matmul-strategy.js';
import type { ModuleScope } from './module-scope.js';

/** Sizes of {@link attention}. */
export type AttentionSizes = {
  /** Width of the input and the output; a multiple of `heads`. */
  readonly size: number;
  readonly heads: number;
  /** Whether the projection of the keys has a bias. Default: true. */
  readonly keyBias?: boolean;
};

/**
 * Multi-head self-attention over all frames: `[1, frames, size]` to the same shape. The bias of the
 * output projection is left to the next operator.
 *
 * @param scoreBias added to the scores before the softmax, `[1, heads, frames, frames]`
 */
export function attention(
  net: ModuleScope,
  x: Value,
  sizes: AttentionSizes,
  scoreBias?: Value,
): PendingBias {
  const { graph, matmul } = net;
  const square = { from: sizes.size, to: sizes.size };
  const operand = matmul.operand(graph, x);
  const { keyBias = true } = sizes;
  const biases = { q_proj: true, k_proj: keyBias, v_proj: true };
  const inputs = Object.entries(biases).map(([name, bias]) =>
    addBias(
      net.child(name).graph,
      linearWithoutBias(net.child(name), operand, { ...square, bias }),
    ),
  );
  return attend(net, 'out_proj', inputs, sizes, scoreBias);
}

/**
 * Like {@link attention}, where queries, keys and values are the thirds of one projection, `qkv`, and the
 * output's projection is named `proj`.
 */
export function fusedAttention(
  net: ModuleScope,
  x: Value,
  sizes: AttentionSizes,
  scoreBias?: Value,
): PendingBias {
  const { graph, matmul } = net;
  const { size } = sizes;
  const fused = linearWithoutBias(net.child('qkv'), matmul.operand(graph, x), {
    from: size,
    to: 3 * size,
  });
  const inputs = graph.ops('Split', [addBias(graph, fused)], 3, { axis: 2, num_outputs: 3 });
  return attend(net, 'proj', inputs, sizes, scoreBias);
}

/**
 * The attention of projected inputs.
 *
 * @param output the name of the output's projection
 * @param inputs queries, keys and values, `[1, frames, size]` each
 */
export function attend(
  net: ModuleScope,
  output: string,
  inputs: readonly Value[],
  { size, heads }: AttentionSizes,
  scoreBias?: Value,
): PendingBias {
  const { graph, matmul } = net;
  // Skips two optional inputs: the bias of the projections, which is added above, and the padding mask,
  // because nothing is padded.
  const biased = scoreBias ? [...inputs, undefined, undefined, scoreBias] : inputs;
  const options = { domain: 'com.microsoft' };
  const mixed = graph.op('MultiHeadAttention', biased, { num_heads: heads }, options);
  return linearWithoutBias(net.child(output), matmul.operand(graph, mixed), {
    from: size,
    to: size,
  });
}
