import type { Value } from '../../onnx/index.js';
import { linear } from '../layers/layers.js';
import type { ModuleScope } from '../layers/module-scope.js';
import { mean } from '../layers/statistics.js';

/** What a head gives: the pooled vector that its last layers see, and the logits. */
export type HeadOutputs = { readonly embedding: Value; readonly logits: Value };

/** Sizes of a head. */
export type HeadSizes = {
  /** Width of the encoder's states. */
  readonly size: number;
  /** Classes or dimensions. */
  readonly outputs: number;
};

/**
 * transformers' `*ForSequenceClassification`: projector, mean over time, classifier. The mean is
 * taken before the projector, which is linear: the same result, for one frame instead of all.
 *
 * @param projected width of the projector
 */
export function sequenceHead(
  net: ModuleScope,
  x: Value,
  { size, outputs, projected }: HeadSizes & { readonly projected: number },
): HeadOutputs {
  const pooled = mean(net.graph, x, [1], false);
  const embedding = linear(net.child('projector'), pooled, { from: size, to: projected });
  const logits = linear(net.child('classifier'), embedding, { from: projected, to: outputs });
  return { embedding, logits };
}

/**
 * audEERING's `RegressionHead`: mean over time, dense, tanh, out_proj; its embedding is the mean.
 *
 * @see https://huggingface.co/audeering/wav2vec2-large-robust-12-ft-emotion-msp-dim
 */
export function regressionHead(
  net: ModuleScope,
  x: Value,
  { size, outputs }: HeadSizes,
): HeadOutputs {
  const head = net.child('classifier');
  const embedding = mean(net.graph, x, [1], false);
  const dense = linear(head.child('dense'), embedding, { from: size, to: size });
  const bounded = head.graph.op('Tanh', [dense]);
  return {
    embedding,
    logits: linear(head.child('out_proj'), bounded, { from: size, to: outputs }),
  };
}

/**
 * The states of all layers, summed with the softmax of learnt weights.
 *
 * @param published states that there are weights for; those of layers that were left out have none
 *   of the sum
 */
export function weightedLayerSum(
  net: ModuleScope,
  states: readonly Value[],
  published = states.length,
): Value {
  const { graph } = net;
  const { load } = net.weights.take('layer_weights', [published]);
  const weighed = states.map((state, layer) => {
    const share = async () =>
      Float32Array.of(softmax((await load()).subarray(0, states.length))[layer] ?? 0);
    const weight = net.addDerivedWeight(`layer_weights.${layer}`, { shape: [1], load: share });
    return graph.op('Mul', [state, weight]);
  });
  return weighed.reduce((sum, next) => graph.op('Add', [sum, next]));
}

function softmax(values: Float32Array): readonly number[] {
  const largest = Math.max(...values);
  const powers = Array.from(values, (x) => Math.exp(x - largest));
  const total = powers.reduce((a, b) => a + b);
  return powers.map((x) => x / total);
}
