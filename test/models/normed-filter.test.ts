import { expect, test } from 'vitest';
import { ModuleScope } from '../../src/models/layers/module-scope.js';
import { stridedWindows, trimToWindows } from '../../src/models/layers/strided-windows.js';
import { foldGroupNorm } from '../../src/models/wav2vec2/fold-group-norm.js';
import { Weights } from '../../src/models/layers/model-weights.js';
import { compute, tensor } from '../onnx/graph-in-folder.js';
import { noise } from './noise.js';
import { seededStore } from './seeded-store.js';

const sizes = { kernel: 4, stride: 2, width: 1 };
const epsilon = 1e-5;
const store = seededStore([
  ['weight', [3], 0.5, 2],
  ['bias', [3], -1, 1],
]);

/** Filters of four taps: a sum, noise, and one that hears only what alternates. */
const filters = [[1, 1, 1, 1], [...noise('filter', 4)], [1, -1, 1, -1]];

test.each([
  ['noise', (i: number) => noise('x', 400)[i] ?? 0],
  ['a slow wave with an offset', (i: number) => 3 + Math.sin(i / 300) + 1e-3 * (i % 2)],
  ['silence', () => 0],
])('a filter norms its own output as a group norm behind it would: %s', async (_, sample) => {
  const samples = Float32Array.from({ length: 400 }, (_, i) => sample(i));
  const y = await compute(tensor([1, 400, 1], [...samples]), 3, (graph, x) => {
    const windows = stridedWindows(graph, trimToWindows(graph, x, sizes), sizes);
    const matrix = filters[0]?.flatMap((_, tap) => filters.map((filter) => filter[tap] ?? 0)) ?? [];
    const filter = graph.constant('float32', matrix, [4, 3]);
    const net = new ModuleScope(graph, new Weights(store, 'test'));
    const normed = foldGroupNorm(net, windows, filter, { channels: 3, epsilon });
    return graph.op('Add', [graph.op('MatMul', [windows, normed.weight]), normed.bias]);
  });
  const expected = await Promise.all(filters.map((filter, at) => groupNorm(samples, filter, at)));
  for (const [i, value] of y.data.entries()) {
    expect(value).toBeCloseTo(expected[i % 3]?.[Math.floor(i / 3)] ?? NaN, 3);
  }
});

/** One channel of the convolution and its norm in double precision, from the definition. */
async function groupNorm(samples: Float32Array, filter: readonly number[], channel: number) {
  const heard = Array.from({ length: 199 }, (_, window) =>
    filter.reduce((sum, tap, at) => sum + tap * (samples[window * 2 + at] ?? NaN), 0),
  );
  const mean = heard.reduce((a, b) => a + b) / heard.length;
  const variance = heard.reduce((sum, x) => sum + (x - mean) ** 2, 0) / heard.length;
  const [scale = NaN, shift = NaN] = await Promise.all(
    ['weight', 'bias'].map(async (name) => (await store.read(name))[channel] ?? NaN),
  );
  return heard.map((x) => (scale * (x - mean)) / Math.sqrt(variance + epsilon) + shift);
}
