import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseHuggingFaceConfig } from '../../src/checkpoint/index.js';
import { stridedWindows, trimToWindows } from '../../src/models/layers/strided-windows.js';
import { inTimeChunks } from '../../src/models/wav2vec2/time-chunks.js';
import { compute, tensor } from '../onnx/graph-in-folder.js';
import { fixture } from './golden.js';
import { noise } from './noise.js';

const config = parseHuggingFaceConfig(
  JSON.parse(readFileSync(fixture('checkpoints/wav2vec2-base/config.json'), 'utf8')),
);
/** Samples that a frame of this encoder sees, and from one frame to the next. */
const [REACH, HOP] = [400, 320];

test.each([
  [1, 0],
  [1, 319],
  [49, 0],
  [50, 7],
  [51, 0],
  [99, 319],
  [100, 0],
  [101, 1],
  [155, 100],
])(
  '%i frames and %i samples behind them are the same in stretches and at once',
  async (frames, rest) => {
    const length = (frames - 1) * HOP + REACH + rest;
    const samples = tensor([1, length, 1], [...noise('samples', length)]);
    const settings = { ...config, convDim: [...config.convDim.slice(0, -1), 2] };
    const sizes = { kernel: REACH, stride: HOP, width: 1 };
    const filter = noise('filter', REACH * 2);
    const found = await compute(samples, 3, (graph, x) => {
      const weight = graph.weight('w', [REACH, 2], () => Promise.resolve(filter));
      return inTimeChunks(graph, x, settings, (inner, stretch) =>
        inner.op('MatMul', [stridedWindows(inner, stretch, sizes), weight]),
      );
    });
    const expected = await compute(samples, 3, (graph, x) => {
      const weight = graph.weight('w', [REACH, 2], () => Promise.resolve(filter));
      return graph.op('MatMul', [
        stridedWindows(graph, trimToWindows(graph, x, sizes), sizes),
        weight,
      ]);
    });
    expect(found.shape).toEqual([1, frames, 2]);
    expect(expected.shape).toEqual([1, frames, 2]);
    for (const [i, value] of found.data.entries()) {
      expect(value).toBeCloseTo(expected.data[i] ?? NaN, 5);
    }
  },
);
