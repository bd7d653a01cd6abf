import { CheckpointError } from '../../errors.js';
import type { Value } from '../../onnx/index.js';
import type { ModuleScope } from '../layers/module-scope.js';
import { bucketsMakeSense, lastDistance, spreadBuckets } from './relative-positions.js';
import type { EncoderSettings } from './wav2vec2-settings.js';

/** Outputs of the gate's projection; they are summed in two halves. */
const GATE_OUTPUTS = 8;

/**
 * WavLM's bias of every frame towards every other by their distance, for any number of frames:
 * `[1, heads, frames, frames]`. Only the first layer holds it; all layers use it.
 *
 * @param net the attention of the first layer
 * @param x any value `[1, frames, size]`
 */
export function positionBias(net: ModuleScope, x: Value, settings: EncoderSettings): Value {
  const { graph } = net;
  const { numAttentionHeads: heads, numBuckets } = settings;
  if (!bucketsMakeSense(settings)) throw unsupportedBuckets(settings);
  const embedding = net.child('rel_attn_embed').weights.take('weight', [numBuckets, heads]);
  const reach = lastDistance(settings);
  const table = net.addDerivedWeight('bias_of_distance', {
    shape: [1, heads, 2 * reach + 1],
    load: async () => spreadBuckets(await embedding.load(), heads, settings),
  });
  const distances = distanceMatrix(net, x);
  const [low, high] = [-reach, reach].map((limit) => graph.constant('int64', limit));
  const near = graph.op('Clip', [distances, low, high]);
  const at = graph.op('Add', [near, graph.constant('int64', reach)]);
  return graph.op('Gather', [table, at], { axis: 2 });
}

function unsupportedBuckets({ numBuckets, maxBucketDistance }: EncoderSettings): CheckpointError {
  return new CheckpointError(
    'checkpoint-unsupported',
    `config.json: num_buckets is ${numBuckets} and max_bucket_distance ${maxBucketDistance}, expected at least 4 buckets and more distance than a quarter of them. Check the file.`,
  );
}

/** Key less query for all pairs of frames, `[frames, frames]`. */
function distanceMatrix({ graph }: ModuleScope, x: Value): Value {
  const int = (value: number | number[]) => graph.constant('int64', value);
  const frames = graph.op('Squeeze', [graph.op('Shape', [x], { start: 1, end: 2 }), int([0])]);
  const positions = graph.op('Range', [int(0), frames, int(1)]);
  const rows = graph.op('Unsqueeze', [positions, int([1])]);
  return graph.op('Sub', [positions, rows]);
}

/**
 * The position bias of one layer: weighed for each head and query by a gate that sees the layer's
 * input.
 *
 * @param net the attention of this layer
 * @param x the attention's input `[1, frames, size]`
 * @param bias from {@link positionBias}
 * @see transformers.models.wavlm.modeling_wavlm.WavLMAttention
 */
export function gatedBias(
  net: ModuleScope,
  x: Value,
  bias: Value,
  settings: EncoderSettings,
): Value {
  const { graph } = net;
  const { hiddenSize: size, numAttentionHeads: heads } = settings;
  const shape = graph.constant('int64', [0, 0, heads, size / heads]);
  const split = graph.op('Transpose', [graph.op('Reshape', [x, shape])], { perm: [0, 2, 1, 3] });
  const gates = graph.op('Sigmoid', [
    gateProjection(net.child('gru_rel_pos_linear'), split, size / heads),
  ]);
  const [first, second] = graph.ops('Split', [gates], 2, { axis: 3, num_outputs: 2 });
  const scale = net.weight('gru_rel_pos_const', [1, heads, 1, 1]);
  const one = net.number(1);
  const inner = graph.op('Sub', [graph.op('Mul', [second, scale]), one]);
  const gate = graph.op('Add', [graph.op('Mul', [first, inner]), net.number(2)]);
  return graph.op('Mul', [gate, bias]);
}

/** The linear map to eight outputs whose halves are summed, as one map to two. */
function gateProjection(net: ModuleScope, x: Value, width: number): Value {
  const weight = net.weights.take('weight', [GATE_OUTPUTS, width]);
  const bias = net.weights.take('bias', [GATE_OUTPUTS]);
  const product = net.graph.op('MatMul', [
    x,
    net.addDerivedWeight('weight', {
      shape: [width, 2],
      load: async () => sumHalves(await weight.load(), width),
    }),
  ]);
  const summed = { shape: [2], load: async () => sumHalves(await bias.load(), 1) };
  return net.graph.op('Add', [product, net.addDerivedWeight('bias', summed)]);
}

/** `[8, width]` to `[width, 2]`: the first four rows summed, and the last four. */
function sumHalves(matrix: Float32Array, width: number): Float32Array {
  const halves = new Float64Array(width * 2);
  for (const [i, x] of matrix.entries()) {
    const at = (i % width) * 2 + (i < matrix.length / 2 ? 0 : 1);
    halves[at] = (halves[at] ?? 0) + x;
  }
  return Float32Array.from(halves);
}
