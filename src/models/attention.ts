import type { Value } from '../onnx/index.js';
import { linear } from './layers.js';
import type { Net } from './net.js';

/** Sizes of {@link attention}. */
export type AttentionSizes = {
  /** Width of the input and the output; a multiple of `heads`. */
  readonly size: number;
  readonly heads: number;
};

/**
 * Self-attention of several heads over all frames: `[1, frames, size]` to the same.
 *
 * @param bias added to the scores before the softmax, `[1, heads, frames, frames]`
 */
export function attention(net: Net, x: Value, sizes: AttentionSizes, bias?: Value): Value {
  const { graph } = net;
  const { size, heads } = sizes;
  const project = (name: string, perm: readonly number[]) =>
    splitHeads(net, linear(net.at(name), x, { from: size, to: size }), sizes, perm);
  const query = project('q_proj', [0, 2, 1, 3]);
  const key = project('k_proj', [0, 2, 3, 1]);
  const value = project('v_proj', [0, 2, 1, 3]);
  const scale = graph.constant('float32', (size / heads) ** -0.5);
  const scores = graph.op('MatMul', [graph.op('Mul', [query, scale]), key]);
  const biased = bias ? graph.op('Add', [scores, bias]) : scores;
  const mixed = graph.op('MatMul', [graph.op('Softmax', [biased], { axis: -1 }), value]);
  const turned = graph.op('Transpose', [mixed], { perm: [0, 2, 1, 3] });
  const joined = graph.op('Reshape', [turned, graph.constant('int64', [0, 0, size])]);
  return linear(net.at('out_proj'), joined, { from: size, to: size });
}

/** `[1, frames, size]` to `[1, frames, heads, size / heads]`, then turned by `perm`. */
export function splitHeads(
  { graph }: Net,
  x: Value,
  { size, heads }: AttentionSizes,
  perm: readonly number[],
): Value {
  const shape = graph.constant('int64', [0, 0, heads, size / heads]);
  return graph.op('Transpose', [graph.op('Reshape', [x, shape])], { perm });
}
