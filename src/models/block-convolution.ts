import type { GraphBuilder, Value } from '../onnx/index.js';
import { convolutionSizes, type GroupedConvolution } from './grouped-convolution.js';
import type { Matrix, Operand } from './matrices.js';
import { stridedWindows } from './strided-windows.js';

/**
 * Frames that one row of the products gives. More of them copy less of what neighbours see
 * together, and multiply more by zero: 4 was the fastest of 2, 4 and 8 for a kernel of 128.
 */
const BLOCK = 4;

/** Frames of a block and around it that the block's outputs see, in whole blocks. */
const seenFrames = (kernel: number) => Math.ceil((BLOCK + kernel - 1) / BLOCK) * BLOCK;

/**
 * A convolution in groups as one matrix product for each group: a row is a block of frames with
 * all that its outputs see, a column is one output of one frame of the block.
 *
 * @param x quantised `[1, frames, size]`
 * @param multiply multiplies one group's rows with its matrix
 * @returns `[1, frames, size]`
 */
export function blockConvolution(
  graph: GraphBuilder,
  x: Operand,
  convolution: GroupedConvolution,
  multiply: (rows: Operand, matrix: Matrix) => Value,
): Value {
  const { size, width, kernel, groups } = convolutionSizes(convolution);
  const frames = graph.op('Shape', [x.value], { start: 1, end: 2 });
  const padded = padToBlocks(graph, x, frames, convolution);
  const split = graph.op('Reshape', [padded, graph.constant('int64', [-1, groups, width])]);
  const turned = graph.op('Transpose', [split], { perm: [1, 0, 2] });
  const blocks = graph.op('Reshape', [
    turned,
    graph.constant('int64', [groups, -1, BLOCK * width]),
  ]);
  const sizes = { kernel: seenFrames(kernel) / BLOCK, stride: 1, width: BLOCK * width };
  const rows = stridedWindows(graph, blocks, sizes);
  const each = graph.ops('Split', [rows], groups, { axis: 0, num_outputs: groups });
  const matrices = blockMatrices(convolution);
  const products = each.map((value, group) => multiply({ ...x, value }, matrices(group)));
  const joined = graph.op('Concat', products, { axis: 0 });
  const heard = graph.op('Reshape', [joined, graph.constant('int64', [groups, -1, width])]);
  const back = graph.op('Transpose', [heard], { perm: [1, 0, 2] });
  const whole = graph.op('Reshape', [back, graph.constant('int64', [1, -1, size])]);
  const number = (value: number) => graph.constant('int64', [value]);
  return graph.op('Slice', [whole, number(0), frames, number(1)]);
}

/** Adds what stands for 0 before the first frame and behind the last, up to whole blocks. */
function padToBlocks(
  graph: GraphBuilder,
  { value, steps }: Operand,
  frames: Value,
  convolution: GroupedConvolution,
): Value {
  const { kernel, before } = convolutionSizes(convolution);
  const numbers = (...values: number[]) => graph.constant('int64', values);
  const started = graph.op('Add', [frames, numbers(BLOCK - 1)]);
  const blocks = graph.op('Div', [started, numbers(BLOCK)]);
  const covered = graph.op('Mul', [blocks, numbers(BLOCK)]);
  const all = graph.op('Add', [covered, numbers(seenFrames(kernel) - BLOCK - before)]);
  const behind = graph.op('Sub', [all, frames]);
  const pads = graph.op('Concat', [numbers(0, before, 0, 0), behind, numbers(0)], { axis: 0 });
  return graph.op('Pad', [value, pads, steps?.zero]);
}

/** The matrix of each group, `[seen · width, BLOCK · width]`: its filter, a frame lower for each frame. */
function blockMatrices(convolution: GroupedConvolution): (group: number) => Matrix {
  const { width, kernel, groups } = convolutionSizes(convolution);
  const shape = [seenFrames(kernel) * width, BLOCK * width];
  let filter: Promise<Float32Array> | undefined;
  return (group) => ({
    name: `weight.${group}`,
    shape,
    load: async () => {
      // All groups are cut from one tensor, which is let go with the last of them.
      filter ??= convolution.filter.load();
      const whole = await filter;
      if (group === groups - 1) filter = undefined;
      const own = whole.subarray(
        group * width * width * kernel,
        (group + 1) * width * width * kernel,
      );
      return blockMatrix(own, width, kernel);
    },
  });
}

/** @param filter of one group, `[width, width, kernel]` */
function blockMatrix(filter: Float32Array, width: number, kernel: number): Float32Array {
  const columns = BLOCK * width;
  const matrix = new Float32Array(seenFrames(kernel) * width * columns);
  for (let output = 0, at = 0; output < width; output++) {
    for (let channel = 0; channel < width; channel++) {
      for (let tap = 0; tap < kernel; tap++, at++) {
        for (let frame = 0; frame < BLOCK; frame++) {
          const row = (frame + tap) * width + channel;
          matrix[row * columns + frame * width + output] = filter[at] ?? 0;
        }
      }
    }
  }
  return matrix;
}
