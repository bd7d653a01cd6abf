import type { Value } from '../../onnx/index.js';
import { addBias, linearWithoutBias } from './layers.js';
import type { PendingBias } from '../precision/matmul-strategy.js';
import type { ModuleScope } from './module-scope.js';

/** Sizes of {@link attention}. */
export type AttentionSizes = {
  /** Width of the input and the output; a multiple of `heads`. */
  readonly size: number;
  readonly heads: number;
};

/**
 * Self-attention of several heads over all frames: `[1, frames, size]` to the same, the bias of its
 * last map still to be added.
 *
 * @param bias added to the scores before the softmax, `[1, heads, frames, frames]`
 */
export function attention(
  net: ModuleScope,
  x: Value,
  sizes: AttentionSizes,
  bias?: Value,
): PendingBias {
  const { graph, matmul } = net;
  const square = { from: sizes.size, to: sizes.size };
  const operand = matmul.operand(graph, x);
  const inputs = ['q_proj', 'k_proj', 'v_proj'].map((name) =>
    addBias(net.child(name).graph, linearWithoutBias(net.child(name), operand, square)),
  );
  // Two inputs are left out: a bias of the projections, and the mask of padding that there is none of.
  const biased = bias ? [...inputs, undefined, undefined, bias] : inputs;
  const options = { domain: 'com.microsoft' };
  const mixed = graph.op('MultiHeadAttention', biased, { num_heads: sizes.heads }, options);
  return linearWithoutBias(net.child('out_proj'), matmul.operand(graph, mixed), square);
}
