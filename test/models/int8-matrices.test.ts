import { describe, expect, test } from 'vitest';
import { byteWeights } from '../../src/models/byte-weights.js';
import { int8Matrices } from '../../src/models/int8-matrices.js';
import { float32Matrices, type Matrices } from '../../src/models/matrices.js';
import { compute, tensor } from '../onnx/graph-in-folder.js';
import { distance } from './golden.js';
import { noise } from './noise.js';

const later = (values: Float32Array) => () => Promise.resolve(values);

describe.each([
  // Sums of 64 products of about a third: rounding to 1/127 or 1/63 gives a few hundredths.
  ['8-bit products', int8Matrices(8), 0.08, 0.1],
  ['7-bit products', int8Matrices(7), 0.13, 0.15],
  ['8-bit weights', byteWeights, 0.05, 0.06],
] as const)('with %s', (_, kind, mostOfProduct, mostOfConvolution) => {
  test('a product is that of float32 but for rounding, and its bias is added', async () => {
    const x = tensor([1, 20, 64], [...noise('x', 20 * 64)]);
    const matrix = { name: 'w', shape: [64, 24], load: later(noise('w', 64 * 24)) };
    const product = (matrices: Matrices) =>
      compute(x, 3, (graph, value) => {
        const bias = graph.weight('b', [24], later(noise('b', 24)));
        const operand = matrices.operand(graph, value);
        const biased = matrices.multiply(graph, operand, matrix, bias);
        return biased.bias ? graph.op('Add', [biased.value, biased.bias]) : biased.value;
      });
    const [exact, found] = [await product(float32Matrices), await product(kind)];
    expect(found.shape).toEqual([1, 20, 24]);
    const error = distance(found.data, [...exact.data]);
    expect(error).toBeLessThan(mostOfProduct);
    expect(error).toBeGreaterThan(0);
  });

  test.each([
    [1, 6, 2],
    [4, 6, 2],
    [5, 5, 3],
    [7, 9, 1],
    [30, 16, 3],
    [31, 1, 2],
  ])('%i frames are convolved with %i taps in %i groups', async (frames, kernel, groups) => {
    const size = 12;
    const width = size / groups;
    const x = tensor([1, frames, size], [...noise('x', frames * size)]);
    const shape = [size, width, kernel];
    const load = later(noise('filter', size * width * kernel));
    const convolve = (matrices: Matrices) =>
      compute(x, 3, (graph, value) => {
        const bias = graph.weight('b', [size], later(noise('b', size)));
        const convolution = { filter: { shape, load }, groups };
        const biased = matrices.convolve(graph, value, convolution, bias);
        return biased.bias ? graph.op('Add', [biased.value, biased.bias]) : biased.value;
      });
    const [exact, found] = [await convolve(float32Matrices), await convolve(kind)];
    expect(found.shape).toEqual([1, frames, size]);
    const error = distance(found.data, [...exact.data]);
    expect(error).toBeLessThan(mostOfConvolution);
  });
});
