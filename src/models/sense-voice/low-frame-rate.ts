import type { GraphBuilder, Value } from '../../onnx/index.js';

/** Sizes of {@link lowFrameRate}. */
export type FrameStack = {
  /** Frames side by side in one frame of the output; an odd number. */
  readonly stackedFrames: number;
  /** Frames from one frame of the output to the next. */
  readonly frameStride: number;
  /** Numbers of a frame. */
  readonly width: number;
};

/**
 * Puts neighbouring frames side by side and keeps every `frameStride`th stack: `[1, frames, width]` to
 * `[1, ceil(frames / frameStride), stackedFrames · width]`. The first and the last frame stand for what
 * lies before and after them.
 *
 * @see funasr.frontends.wav_frontend.apply_lfr
 */
export function lowFrameRate(
  graph: GraphBuilder,
  x: Value,
  { stackedFrames, frameStride, width }: FrameStack,
): Value {
  const int = (value: number) => graph.constant('int64', value);
  const shape = (...sizes: number[]) => graph.constant('int64', sizes);
  const frames = graph.op('Squeeze', [graph.op('Shape', [x], { start: 1, end: 2 })]);
  // Without any frame there is one index nevertheless, so that too short a recording fails.
  const end = graph.op('Max', [frames, int(1)]);
  const starts = graph.op('Range', [int(0), end, int(frameStride)]);
  const offsets = graph.op('Range', [int(0), int(stackedFrames), int(1)]);
  const before = int((stackedFrames - 1) / 2);
  const rows = graph.op('Reshape', [starts, shape(-1, 1)]);
  const wanted = graph.op('Sub', [graph.op('Add', [rows, offsets]), before]);
  const last = graph.op('Sub', [frames, int(1)]);
  const indices = graph.op('Max', [graph.op('Min', [wanted, last]), int(0)]);
  const stacks = graph.op('Gather', [x, indices], { axis: 1 });
  return graph.op('Reshape', [stacks, shape(1, -1, stackedFrames * width)]);
}
