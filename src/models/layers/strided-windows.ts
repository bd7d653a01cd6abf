import type { GraphBuilder, Value } from '../../onnx/index.js';

/** The end of a slice that reaches to the end of the axis: it lies beyond every axis. */
const END = Number.MAX_SAFE_INTEGER;

/** Sizes of {@link stridedWindows}. */
export type WindowSizes = {
  /** Frames of a window. */
  readonly kernel: number;
  /** Frames from one window to the next. */
  readonly stride: number;
  /** Numbers of a frame. */
  readonly width: number;
};

/**
 * The input of each step of a convolution: `[1, frames, width]` to `[1, windows, kernel · width]`, so
 * that the convolution is one matrix product. Each `stride` neighbouring frames become one row by a
 * reshape, which copies nothing; only overlapping windows are copied.
 *
 * @param x exactly `(windows - 1) · stride + kernel` frames, of any element type
 */
export function stridedWindows(graph: GraphBuilder, x: Value, sizes: WindowSizes): Value {
  const { kernel, stride, width } = sizes;
  const parts: Value[] = [];
  let tap = 0;
  for (; tap + stride <= kernel; tap += stride) {
    const rows = cut(graph, x, tap, tap + stride - kernel, 1);
    const shape = graph.constant('int64', [1, -1, stride * width]);
    parts.push(stride === 1 ? rows : graph.op('Reshape', [rows, shape]));
  }
  for (; tap < kernel; tap++) parts.push(cut(graph, x, tap, tap + 1 - kernel, stride));
  const [first] = parts;
  return first && parts.length === 1 ? first : graph.op('Concat', parts, { axis: 2 });
}

/** Removes the frames at the end that belong to no window, `[1, frames, width]`. */
export function trimToWindows(
  graph: GraphBuilder,
  x: Value,
  { kernel, stride }: WindowSizes,
): Value {
  const number = (value: number) => graph.constant('int64', [value]);
  const frames = graph.op('Shape', [x], { start: 1, end: 2 });
  const beyondFirst = graph.op('Sub', [frames, number(kernel)]);
  const end = graph.op('Sub', [frames, graph.op('Mod', [beyondFirst, number(stride)])]);
  return graph.op('Slice', [x, number(0), end, number(1)]);
}

/** Every `step`th frame from `start` to `end`; a negative `end` counts from the end, 0 is the end. */
function cut(graph: GraphBuilder, x: Value, start: number, end: number, step: number): Value {
  if (start === 0 && end === 0 && step === 1) return x;
  const numbers = [start, end === 0 ? END : end, 1, step];
  return graph.op('Slice', [x, ...numbers.map((number) => graph.constant('int64', [number]))]);
}

/** The matrix `[kernel · from, to]` that multiplies the windows of a convolution with weights `[to, from, kernel]`. */
export function windowMatrix(filter: Float32Array, from: number, kernel: number): Float32Array {
  const to = filter.length / (from * kernel);
  const matrix = new Float32Array(filter.length);
  for (let output = 0, at = 0; output < to; output++) {
    for (let channel = 0; channel < from; channel++) {
      for (let tap = 0; tap < kernel; tap++, at++) {
        matrix[(tap * from + channel) * to + output] = filter[at] ?? 0;
      }
    }
  }
  return matrix;
}
