import type { Value } from '../../onnx/index.js';
import type { PendingBias } from '../precision/matmul-strategy.js';
import { addAndNorm, addBias, layerNorm } from './layers.js';
import type { ModuleScope } from './module-scope.js';

/** A pre-norm layer of a Transformer: the modules of its norms, and its two branches. */
export type PreNormLayer = {
  readonly attentionNorm: ModuleScope;
  readonly attend: (x: Value) => PendingBias;
  readonly feedNorm: ModuleScope;
  readonly feed: (x: Value) => PendingBias;
};

/** Settings of {@link preNormLayers}. */
export type PreNormSettings = {
  /** Width of the states. */
  readonly size: number;
  readonly epsilon: number;
  /** The module of the norm after the last layer; undefined: the last state is not normalised. */
  readonly lastNorm: ModuleScope | undefined;
};

/**
 * Pre-norm layers: the layer norms precede attention and feed-forward. One operator computes each
 * residual sum and the norm that follows it, so the first norm of a layer is written with the last sum of
 * the layer before.
 *
 * @returns the hidden states `[1, frames, size]`, beginning with the input of the first layer; the last
 *   one is normalised by the last norm, and its value before that norm is not among them
 */
export function preNormLayers(
  x: Value,
  layers: readonly PreNormLayer[],
  { size, epsilon, lastNorm }: PreNormSettings,
): readonly Value[] {
  const [first] = layers;
  if (!first) return [x];
  const norms = [...layers.slice(1).map(({ attentionNorm }) => attentionNorm), lastNorm];
  let [sum, normed] = [x, layerNorm(first.attentionNorm, x, size, epsilon)];
  const states = [x];
  for (const [i, layer] of layers.entries()) {
    const middle = addAndNorm(layer.feedNorm, layer.attend(normed), sum, size, epsilon);
    const fed = layer.feed(middle.normed);
    const norm = norms[i];
    const next = norm
      ? addAndNorm(norm, fed, middle.sum, size, epsilon)
      : withoutNorm(layer.feedNorm, fed, middle.sum);
    ({ sum, normed } = next);
    states.push(sum);
  }
  return [...states.slice(0, -1), normed];
}

function withoutNorm({ graph }: ModuleScope, fed: PendingBias, residual: Value) {
  const sum = graph.op('Add', [addBias(graph, fed), residual]);
  return { sum, normed: sum };
}
