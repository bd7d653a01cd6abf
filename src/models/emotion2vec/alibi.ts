import type { AlibiConfig } from '../../checkpoint/index.js';
import type { Value } from '../../onnx/index.js';
import type { LazyTensor, Weights } from '../layers/model-weights.js';
import type { ModuleScope } from '../layers/module-scope.js';

/** What {@link alibi} depends on. */
export type AlibiSettings = {
  readonly heads: number;
  readonly config: AlibiConfig;
  /** All blocks of the encoder. */
  readonly blocks: number;
  /** Learnt vectors in front of the frames, whose scores are not changed. */
  readonly extraTokens: number;
};

/**
 * Attention with linear biases, symmetric: the score of two frames is lowered by their distance times a
 * slope for each head, and a learnt scale that counts as 0 if it is negative.
 *
 * @param net the module that has `alibi_scale`
 * @param frames any value `[1, frames, size]` without the extra tokens
 * @returns a function of the index of a block: the bias `[1, heads, tokens + frames, tokens + frames]`
 * @see https://arxiv.org/abs/2108.12409
 */
export function alibi(
  net: ModuleScope,
  frames: Value,
  { heads, config, blocks, extraTokens }: AlibiSettings,
): (block: number) => Value {
  const { graph } = net;
  const scale = scaleTensor(net.weights, config, blocks, heads);
  const before = graph.constant('int64', [extraTokens, extraTokens, 0, 0]);
  const distances = graph.op('Pad', [distanceMatrix(net, frames), before]);
  const biasOf = (index: number) => {
    const slopes = { shape: [1, heads, 1, 1], load: () => scaledSlopes(scale, index, heads) };
    return graph.op('Mul', [distances, net.addDerivedWeight(`alibi.${index}`, slopes)]);
  };
  if (config.isPerLayer) return biasOf;
  const shared = biasOf(0);
  return () => shared;
}

function scaleTensor(
  weights: Weights,
  { isPerHead, isPerLayer }: AlibiConfig,
  blocks: number,
  heads: number,
): LazyTensor {
  return weights.take('alibi_scale', [isPerLayer ? blocks : 1, 1, isPerHead ? heads : 1, 1, 1]);
}

async function scaledSlopes(
  scale: LazyTensor,
  block: number,
  heads: number,
): Promise<Float32Array> {
  const values = await scale.load();
  const [, , width = 1] = scale.shape;
  const ofHead = (head: number) => values[block * width + (width > 1 ? head : 0)] ?? 0;
  return Float32Array.from(
    slopesOf(heads),
    (slope, head) => -Math.fround(slope) * Math.max(ofHead(head), 0),
  );
}

/** The distances of all pairs of frames, `[frames, frames]`. */
function distanceMatrix(net: ModuleScope, frames: Value): Value {
  const { graph } = net;
  const int = (value: number | number[]) => graph.constant('int64', value);
  const count = graph.op('Squeeze', [graph.op('Shape', [frames], { start: 1, end: 2 }), int([0])]);
  const positions = graph.op('Range', [int(0), count, int(1)]);
  const rows = graph.op('Unsqueeze', [positions, int([1])]);
  const distances = graph.op('Abs', [graph.op('Sub', [positions, rows])]);
  return graph.cast(distances, net.matmul.element);
}

/**
 * The slope of each head: a geometric sequence, for a power of two; otherwise that of the next lower
 * power, followed by every second slope of twice as many.
 */
export function slopesOf(heads: number): readonly number[] {
  const power = 2 ** Math.floor(Math.log2(heads));
  const first = 2 ** (-8 / power);
  const slopes = Array.from({ length: power }, (_, head) => first ** (head + 1));
  if (power === heads) return slopes;
  const others = slopesOf(2 * power).filter((_, head) => head % 2 === 0);
  return [...slopes, ...others.slice(0, heads - power)];
}
