import type { GraphBuilder, Value } from '../../onnx/index.js';
import type { FloatType } from '../precision/matmul-strategy.js';
import { type ConvolutionSettings, samplesOfFrames } from './wav2vec2-settings.js';

/**
 * Frames of the longest chunk: one second. Its largest activation takes 6.5 MB in wav2vec2-base. Shorter
 * chunks compute more samples twice at their borders; longer chunks no longer fit the cache.
 */
const MAX_CHUNK_FRAMES = 50;

/** The number of frames of a recording and how they are divided into chunks; integers of shape `[1]`. */
type ChunkPlan = {
  readonly frames: Value;
  /** Number of chunks. */
  readonly count: Value;
  readonly framesPerChunk: Value;
};

/**
 * Computes a local function on one chunk of a recording after another, in an ONNX `Loop`, and
 * concatenates the frames. All chunks have the same number of frames: the last one begins earlier
 * instead of being shorter, and its repeated frames are dropped.
 *
 * @param samples `[1, time, 1]`
 * @param compute writes the function into a graph: `[1, samples, 1]`, exactly the samples that the
 *   frames need, to `[1, frames, channels]`
 * @param element type of the frames
 * @returns `[1, frames, channels]`
 */
export function inTimeChunks(
  graph: GraphBuilder,
  samples: Value,
  settings: ConvolutionSettings,
  compute: (graph: GraphBuilder, chunk: Value) => Value,
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
  const chunks = scope.op('Loop', [count, undefined], { body: body.asBody() });
  return joinChunks(scope, chunks, plan, settings);
}

function planChunks(graph: GraphBuilder, samples: Value, settings: ConvolutionSettings): ChunkPlan {
  const number = (value: number) => graph.constant('int64', [value]);
  const time = graph.op('Shape', [samples], { start: 1, end: 2 });
  const { hop, receptiveField } = sizesOf(settings);
  // `Div` rounds towards zero; the additional hop makes too short a recording have no frames, so that it fails.
  const longer = graph.op('Add', [time, number(hop - receptiveField)]);
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
  settings: ConvolutionSettings,
): Value {
  const number = (value: number) => graph.constant('int64', [value]);
  const { hop, receptiveField } = sizesOf(settings);
  const last = graph.op('Sub', [frames, framesPerChunk]);
  const first = graph.op('Min', [graph.op('Mul', [index, framesPerChunk]), last]);
  const start = graph.op('Mul', [first, number(hop)]);
  const length = graph.op('Add', [
    graph.op('Mul', [framesPerChunk, number(hop)]),
    number(receptiveField - hop),
  ]);
  return graph.op('Slice', [samples, start, graph.op('Add', [start, length]), number(1)]);
}

/** `[count, 1, framesPerChunk, channels]` to `[1, frames, channels]`. */
function joinChunks(
  graph: GraphBuilder,
  chunks: Value,
  { frames, count, framesPerChunk }: ChunkPlan,
  { convDim }: ConvolutionSettings,
): Value {
  const number = (value: number) => graph.constant('int64', [value]);
  const shape = graph.constant('int64', [1, -1, convDim.at(-1) ?? 1]);
  const joined = graph.op('Reshape', [chunks, shape]);
  const others = graph.op('Mul', [graph.op('Sub', [count, number(1)]), framesPerChunk]);
  const before = graph.op('Slice', [joined, number(0), others, number(1)]);
  const left = graph.op('Sub', [others, frames]);
  const last = graph.op('Slice', [joined, left, number(Number.MAX_SAFE_INTEGER), number(1)]);
  return graph.op('Concat', [before, last], { axis: 1 });
}

/** Samples from one frame to the next, and samples that one frame covers. */
function sizesOf(settings: ConvolutionSettings) {
  const hop = samplesOfFrames(settings, 2) - samplesOfFrames(settings, 1);
  return { hop, receptiveField: samplesOfFrames(settings, 1) };
}
