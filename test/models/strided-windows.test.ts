import { expect, test } from 'vitest';
import {
  stridedWindows,
  trimToWindows,
  windowMatrix,
} from '../../src/models/layers/strided-windows.js';
import { compute, tensor } from '../onnx/graph-in-folder.js';
import { noise } from './noise.js';

test.each([
  [10, 5, 1],
  [3, 2, 4],
  [2, 2, 4],
  [4, 2, 3],
  [5, 1, 2],
  [1, 3, 2],
  [2, 5, 1],
  [1, 1, 3],
])(
  'windows of %i every %i frames of %i numbers make a convolution',
  async (kernel, stride, width) => {
    const [to, frames] = [3, 61];
    const filter = noise('filter', to * width * kernel);
    const x = tensor([1, frames, width], [...noise('x', frames * width)]);
    const sizes = { kernel, stride, width };
    const matrix = windowMatrix(filter, width, kernel);
    const y = await compute(x, 3, (graph, value) => {
      const windows = stridedWindows(graph, trimToWindows(graph, value, sizes), sizes);
      const weight = graph.weight('w', [kernel * width, to], () => Promise.resolve(matrix));
      return graph.op('MatMul', [windows, weight]);
    });
    const expected = convolve(x.data, filter, { ...sizes, to });
    expect(y.shape).toEqual([1, expected.length / to, to]);
    for (const [i, value] of y.data.entries()) expect(value).toBeCloseTo(expected[i] ?? NaN, 5);
  },
);

/** `[frames, width]` by `[to, width, kernel]`, from the definition. */
function convolve(
  x: Float32Array,
  filter: Float32Array,
  { kernel, stride, width, to }: Record<'kernel' | 'stride' | 'width' | 'to', number>,
): number[] {
  const windows = Math.floor((x.length / width - kernel) / stride) + 1;
  return Array.from({ length: windows * to }, (_, at) => {
    const [window, output] = [Math.floor(at / to), at % to];
    let sum = 0;
    for (let tap = 0; tap < kernel; tap++) {
      for (let channel = 0; channel < width; channel++) {
        const heard = x[(window * stride + tap) * width + channel] ?? NaN;
        sum += heard * (filter[(output * width + channel) * kernel + tap] ?? NaN);
      }
    }
    return sum;
  });
}
