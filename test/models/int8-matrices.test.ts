import { describe, expect, test } from 'vitest';
import { byteWeights } from '../../src/models/precision/byte-weights.js';
import { int8Matmul } from '../../src/models/precision/int8-matmul.js';
import {
  float32Matmul,
  GELU_MIN,
  type MatmulStrategy,
} from '../../src/models/precision/matmul-strategy.js';
import { compute, tensor } from '../onnx/graph-in-folder.js';
import { distance } from './golden.js';
import { noise } from './noise.js';

const later = (values: Float32Array) => () => Promise.resolve(values);

describe.each([
  // Sums of 64 products of about a third: rounding to a hundredth gives a few hundredths.
  ['products of bytes', int8Matmul, 0.1, 0.06],
  ['bytes that are multiplied as floats', byteWeights, 0.05, 0.06],
] as const)('with %s', (_, kind, mostOfProduct, mostOfConvolution) => {
  test('a product is that of float32 but for rounding, and its bias is added', async () => {
    const x = tensor([1, 20, 64], [...noise('x', 20 * 64)]);
    const matrix = { name: 'w', shape: [64, 24], load: later(noise('w', 64 * 24)) };
    const product = (matrices: MatmulStrategy) =>
      compute(x, 3, (graph, value) => {
        const bias = graph.weight('b', [24], later(noise('b', 24)));
        const operand = matrices.operand(graph, value);
        const biased = matrices.multiply(graph, operand, matrix, bias);
        return biased.bias ? graph.op('Add', [biased.value, biased.bias]) : biased.value;
      });
    const [exact, found] = [await product(float32Matmul), await product(kind)];
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
    const convolve = (matrices: MatmulStrategy) =>
      compute(x, 3, (graph, value) => {
        const bias = graph.weight('b', [size], later(noise('b', size)));
        const convolution = { filter: { shape, load }, groups };
        const biased = matrices.convolve(graph, value, convolution, bias);
        return biased.bias ? graph.op('Add', [biased.value, biased.bias]) : biased.value;
      });
    const [exact, found] = [await convolve(float32Matmul), await convolve(kind)];
    expect(found.shape).toEqual([1, frames, size]);
    const error = distance(found.data, [...exact.data]);
    expect(error).toBeLessThan(mostOfConvolution);
  });
});

describe('what a gelu gives', () => {
  const [frames, from, to] = [30, 64, 24];
  // One loud frame among quiet ones, as recordings have them.
  const bent = noise('bent', frames * from).map((x, at) => {
    const loud = Math.floor(at / from) === 7 ? 40 : 1;
    return Math.max(GELU_MIN, loud * (x + 0.2));
  });
  const matrix = { name: 'w', shape: [from, to], load: later(noise('w', from * to)) };
  const product = (matrices: MatmulStrategy, ready: 'operand' | 'geluOperand') =>
    compute(tensor([1, frames, from], [...bent]), 3, (graph, value) => {
      const bias = graph.weight('b', [to], later(noise('b', to)));
      const biased = matrices.multiply(graph, matrices[ready](graph, value), matrix, bias);
      return biased.bias ? graph.op('Add', [biased.value, biased.bias]) : biased.value;
    });

  test('is quantised frame by frame: a loud one makes the others no coarser', async () => {
    const exact = await product(float32Matmul, 'geluOperand');
    const together = await product(int8Matmul, 'operand');
    const byFrame = await product(int8Matmul, 'geluOperand');
    const quiet = (data: Float32Array) => [...data.subarray(0, 7 * to)];
    const error = (found: { data: Float32Array }) =>
      distance(Float32Array.from(quiet(found.data)), quiet(exact.data));
    expect(byFrame.shape).toEqual([1, frames, to]);
    expect(error(byFrame)).toBeLessThan(error(together) / 3);
    expect(error(byFrame)).toBeLessThan(0.12);
  });

  test('keeps its floor, and frames of zeros', async () => {
    const values = Float32Array.from({ length: 3 * from }, (_, at) => (at < from ? 0 : GELU_MIN));
    const compare = (matrices: MatmulStrategy) =>
      compute(tensor([1, 3, from], [...values]), 3, (graph, value) => {
        const { value: result } = matrices.multiply(
          graph,
          matrices.geluOperand(graph, value),
          matrix,
        );
        return result;
      });
    const [exact, found] = [await compare(float32Matmul), await compare(int8Matmul)];
    expect(found.data.subarray(0, to).every((x) => x === 0)).toBe(true);
    expect(distance(found.data, [...exact.data])).toBeLessThan(0.05);
  });
});
