import type { GraphBuilder, Value } from '../../onnx/index.js';
import type { FloatType } from '../precision/matmul-strategy.js';
import { type EncoderSettings, samplesOfFrames } from './wav2vec2-settings.js';

/**
 * Frames of the longest stretch: one second, of which the widest value in between takes 6.5 MB in
 * wav2vec2-base. Shorter ones repeat more at their borders, longer ones no longer fit the cache.
 */
const MAX_CHUNK_FRAMES = 50;

/** How many frames a recording has and how they are divided; whole numbers of shape `[1]`. */
type ChunkPlan = {
  readonly frames: Value;
  /** Stretches. */
  readonly count: Value;
  /** Frames of each stretch. */
  readonly framesPerChunk: Value;
};

/**
 * Computes something local on one stretch of a recording after another, in an ONNX `Loop`, and
 * joins the frames. All stretches have the same number of frames; the last one begins earlier
 * instead of being shorter, and what it repeats is left out.
 *
 * @param samples `[1, time, 1]`
 * @param compute `[1, samples, 1]` to `[1, frames, channels]`, written into the graph it is given;
 *   the samples are exactly those that the frames need
 * @param element type of the frames
 * @returns `[1, frames, channels]`
 */
export function inTimeChunks(
  graph: GraphBuilder,
  samples: Value,
  settings: EncoderSettings,
  compute: (graph: GraphBuilder, stretch: Value) => Value,
  element: FloatType = 'float32',
): Value {
  const scope = graph.at('stretches');
  const plan = planChunks(scope, samples, settings);
  const body = scope.inside('each');
  const index = body.input('index', 'int64', []);
  const more = body.input('more', 'bool', []);
  const frames = compute(body, cutChunk(body, samples, index, plan, settings));
  body.output('goes_on', more, 'bool', []);
  body.output('frames', frames, element, [1, 'frames', 'channels']);
  const count = scope.op('Squeeze', [plan.count]);
  const stretches = scope.op('Loop', [count, undefined], { body: body.asBody() });
  return joinChunks(scope, stretches, plan, settings);
}

function planChunks(graph: GraphBuilder, samples: Value, settings: EncoderSettings): ChunkPlan {
  const number = (value: number) => graph.constant('int64', [value]);
  const time = graph.op('Shape', [samples], { start: 1, end: 2 });
  const { hop, reach } = sizesOf(settings);
  // One hop more before the division: it rounds towards zero, where too short a recording must fail.
  const longer = graph.op('Add', [time, number(hop - reach)]);
  const frames = graph.op('Div', [longer, number(hop)]);
  const full = graph.op('Add', [frames, number(MAX_CHUNK_FRAMES - 1)]);
  const count = graph.op('Max', [graph.op('Div', [full, number(MAX_CHUNK_FRAMES)]), number(1)]);
  const rounded = graph.op('Sub', [graph.op('Add', [frames, count]), number(1)]);
  return { frames, count, framesPerChunk: graph.op('Div', [rounded, count]) };
}

function cutChunk(
  graph: GraphBuilder,
  samples: Value,
  index: Value,
  { frames, framesPerChunk }: ChunkPlan,
  settings: EncoderSettings,
): Value {
  const number = (value: number) => graph.constant('int64', [value]);
  const { hop, reach } = sizesOf(settings);
  const last = graph.op('Sub', [frames, framesPerChunk]);
  const first = graph.op('Min', [graph.op('Mul', [index, framesPerChunk]), last]);
  const start = graph.op('Mul', [first, number(hop)]);
  const length = graph.op('Add', [
    graph.op('Mul', [framesPerChunk, number(hop)]),
    number(reach - hop),
  ]);
  return graph.op('Slice', [samples, start, graph.op('Add', [start, length]), number(1)]);
}

/** `[count, 1, each, channels]` to `[1, frames, channels]`. */
function joinChunks(
  graph: GraphBuilder,
  stretches: Value,
  { frames, count, framesPerChunk }: ChunkPlan,
  { convDim }: EncoderSettings,
): Value {
  const number = (value: number) => graph.constant('int64', [value]);
  const shape = graph.constant('int64', [1, -1, convDim.at(-1) ?? 1]);
  const joined = graph.op('Reshape', [stretches, shape]);
  const others = graph.op('Mul', [graph.op('Sub', [count, number(1)]), framesPerChunk]);
  const before = graph.op('Slice', [joined, number(0), others, number(1)]);
  const left = graph.op('Sub', [others, frames]);
  const last = graph.op('Slice', [joined, left, number(Number.MAX_SAFE_INTEGER), number(1)]);
  return graph.op('Concat', [before, last], { axis: 1 });
}

/** Samples from one frame to the next, and samples of one frame. */
function sizesOf(settings: EncoderSettings) {
  const hop = samplesOfFrames(settings, 2) - samplesOfFrames(settings, 1);
  return { hop, reach: samplesOfFrames(settings, 1) };
}
