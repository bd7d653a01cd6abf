import { describe, expect, test } from 'vitest';
import { GraphRunner } from '../../src/inference/graph-runner.js';
import type { ModelInfo } from '../../src/inference/index.js';
import type { Session } from '../../src/runtime/index.js';

const MODEL = {
  name: 'model',
  task: 'classification',
  labels: [
    { id: 'a', en: 'a', zh: 'a' },
    { id: 'b', en: 'b', zh: 'b' },
  ],
  input: { minimumSamples: 1 },
} as unknown as ModelInfo;

/** A graph with these outputs. */
const graph = (logits: readonly number[], embedding: readonly number[]): Session => ({
  device: 'cpu',
  inputs: ['waveform'],
  outputs: ['logits', 'embedding'],
  run: () =>
    Promise.resolve({
      logits: { data: Float32Array.from(logits), shape: [1, logits.length] },
      embedding: { data: Float32Array.from(embedding), shape: [1, embedding.length] },
    }),
  dispose: () => Promise.resolve(),
});

describe('an output becomes no result if it is', () => {
  test.each([
    ['NaN in the logits', [NaN, 1], [0]],
    ['infinite in the logits', [0, -Infinity], [0]],
    ['absurdly large in the logits', [0, 1e30], [0]],
    ['NaN in the embedding', [0, 1], [0, NaN]],
    ['infinite in the embedding', [0, 1], [Infinity]],
  ])('%s', async (_name, logits, embedding) => {
    const runner = new GraphRunner(MODEL, graph(logits, embedding));
    await expect(runner.run(new Float32Array(16))).rejects.toMatchObject({
      code: 'checkpoint-mismatch',
    });
  });
});

test('usual outputs are passed on', async () => {
  const run = await new GraphRunner(MODEL, graph([3, -2], [0.5])).run(new Float32Array(16));
  expect([...run.logits, ...run.embedding]).toEqual([3, -2, 0.5]);
});
