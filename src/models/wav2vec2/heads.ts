import type { PoolingMode } from '../../checkpoint/index.js';
import type { HeadActivation } from '../../head-activation.js';
import type { GraphBuilder, Value } from '../../onnx/index.js';
import { linear } from '../layers/layers.js';
import type { ModuleScope } from '../layers/module-scope.js';
import { mean, sum } from '../layers/statistics.js';

/** The outputs of a head: the pooled vector before its last layers, and the logits. */
export type HeadOutputs = {
  readonly embedding: Value;
  readonly logits: Value;
  /** The values beside the classes, `[1, dimensions]`; absent if the model has none. */
  readonly dimensions?: Value | undefined;
};

export type HeadSizes = {
  /** Width of the encoder's states. */
  readonly size: number;
  /** Classes or dimensions. */
  readonly outputs: number;
};

/**
 * The head of transformers' `*ForSequenceClassification`: projector, mean over time, classifier. The mean
 * is computed before the projector, which is linear: the result is the same, and only one frame instead
 * of all is projected.
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

/** How {@link denseHead} pools the frames, and what stands between its layers. */
export type DenseHeadSettings = HeadSizes & {
  readonly pooling: PoolingMode;
  readonly activation: HeadActivation;
  /** The name of the last layer. */
  readonly last: string;
};

/**
 * The head of audEERING's and soxan's models: pooling over time, dense, an activation (tanh), out_proj.
 * The embedding is the pooled vector.
 *
 * @see https://huggingface.co/audeering/wav2vec2-large-robust-12-ft-emotion-msp-dim
 * @see https://github.com/m3hrdadfi/soxan
 */
export function denseHead(net: ModuleScope, x: Value, settings: DenseHeadSettings): HeadOutputs {
  const { size, outputs, pooling, activation, last } = settings;
  const head = net.child('classifier');
  const embedding = POOLS[pooling](net.graph, x);
  const dense = linear(head.child('dense'), embedding, { from: size, to: size });
  const operator = ACTIVATIONS[activation];
  const activated = operator ? head.graph.op(operator, [dense]) : dense;
  return { embedding, logits: linear(head.child(last), activated, { from: size, to: outputs }) };
}

const ACTIVATIONS: Readonly<Record<HeadActivation, string | undefined>> = {
  tanh: 'Tanh',
  relu: 'Relu',
  none: undefined,
};

/** Pooling over time, `[1, frames, size]` to `[1, size]`. */
const POOLS: Readonly<Record<PoolingMode, (graph: GraphBuilder, x: Value) => Value>> = {
  mean: (graph, x) => mean(graph, x, [1], false),
  sum: (graph, x) => sum(graph, x, [1], false),
  max: (graph, x) => graph.op('ReduceMax', [x, graph.constant('int64', [1])], { keepdims: 0 }),
};

/**
 * The layer of transformers' `*ForCTC`, whose logits are averaged over time. The mean is computed before
 * the layer, which is linear.
 */
export function frameHead(net: ModuleScope, x: Value, { size, outputs }: HeadSizes): HeadOutputs {
  const embedding = mean(net.graph, x, [1], false);
  return {
    embedding,
    logits: linear(net.child('lm_head'), embedding, { from: size, to: outputs }),
  };
}

/**
 * The sum of the hidden states of all layers, weighted by the softmax of learnt weights.
 *
 * @param published the number of states that the checkpoint has weights for; weights of layers that were
 *   left out do not enter the softmax
 * @param name of the tensor of the weights
 */
export function weightedLayerSum(
  net: ModuleScope,
  states: readonly Value[],
  published = states.length,
  name = 'layer_weights',
): Value {
  const { graph } = net;
  const { load } = net.weights.take(name, [published]);
  const weighted = states.map((state, layer) => {
    const share = async () =>
      Float32Array.of(softmax((await load()).subarray(0, states.length))[layer] ?? 0);
    const weight = net.addDerivedWeight(`${name}.${layer}`, { shape: [1], load: share });
    return graph.op('Mul', [state, weight]);
  });
  return weighted.reduce((sum, next) => graph.op('Add', [sum, next]));
}

function softmax(values: Float32Array): readonly number[] {
  const largest = values.reduce((a, b) => Math.max(a, b), -Infinity);
  const powers = Array.from(values, (x) => Math.exp(x - largest));
  const total = powers.reduce((a, b) => a + b);
  return powers.map((x) => x / total);
}
