import { describe, expect, test } from 'vitest';
import type { FunAsrCheckpoint } from '../../src/checkpoint/index.js';
import { slopesOf } from '../../src/models/emotion2vec/alibi.js';
import { planModel } from '../../src/models/index.js';
import { changedCheckpoint } from './changed-checkpoint.js';
import { distance, fixture, readGolden, readSamples, softmax } from './golden.js';
import { runPlan } from './open-model.js';
import { withTensors } from './seeded-store.js';

const { models } = readGolden(fixture('golden-funasr.json'));
const samples = readSamples(fixture('audio/high-2.3s.wav'));

async function emotion2vec(name = 'emotion2vec-base'): Promise<FunAsrCheckpoint> {
  const checkpoint = await changedCheckpoint(name, '', (text) => text);
  if (checkpoint.format !== 'funasr' || checkpoint.family !== 'emotion2vec') {
    throw new Error(`${name} has another layout`);
  }
  return checkpoint;
}

test.each([
  ['fp16', 0.005],
  ['int8-weights', 0.03],
  ['int8', 0.05],
] as const)('its graph in %s is near the reference', async (precision, bound) => {
  const plan = planModel(await emotion2vec(), { precision });
  const { logits } = await (await runPlan(plan)).run(samples);
  const expected = models['emotion2vec-base']?.results['high-2.3s.wav']?.probabilities ?? [];
  const found = distance(softmax(logits.data), expected);
  expect(found).toBeLessThan(bound);
  expect(found).toBeGreaterThan(1e-6);
});

test('it is described with its labels, blocks and input', async () => {
  expect(planModel(await emotion2vec())).toMatchObject({
    architecture: 'emotion2vec',
    task: 'classification',
    labels: ['angry', 'happy', 'neutral', 'sad', 'surprised', '<unk>'],
    layers: 3,
    embeddingSize: 24,
    minimumSamples: 400,
    normalisation: 'waveform',
  });
});

test('its first blocks can be kept, those of the audio encoder first', async () => {
  const checkpoint = await emotion2vec();
  const whole = planModel(checkpoint);
  const sizes = [1, 2, 3].map((layers) => planModel(checkpoint, { layers }).parameters);
  expect(sizes[2]).toBe(whole.parameters);
  expect((sizes[1] ?? 0) - (sizes[0] ?? 0)).toBe((sizes[2] ?? 0) - (sizes[1] ?? 0));
  expect(() => planModel(checkpoint, { layers: 4 })).toThrow(/from 1 to 3/);
  const shorter = await runPlan(planModel(checkpoint, { layers: 1 }));
  expect((await shorter.run(samples)).logits.data.every(Number.isFinite)).toBe(true);
});

describe('its head', () => {
  test('must have as many outputs as tokens.txt has lines', async () => {
    const whole = await emotion2vec();
    const tokens = ['angry', 'sad'];
    expect(() => planModel({ ...whole, tokens, labels: tokens })).toThrow(
      /has 9 outputs, its files name 2 labels/,
    );
  });

  test('has numbered outputs if no file names them', async () => {
    const { labels } = planModel({ ...(await emotion2vec()), tokens: [], labels: [] });
    expect(labels).toEqual(Array.from({ length: 9 }, (_, id) => `LABEL_${id}`));
  });

  test('is asked for if the folder is an encoder alone', async () => {
    const whole = await emotion2vec();
    const removed = { 'model.proj.weight': undefined, 'model.proj.bias': undefined };
    const store = withTensors(whole.store, removed);
    expect(() => planModel({ ...whole, store, tokens: [], labels: [] })).toThrow(
      /encoder of emotion2vec without a head/,
    );
    // With tokens.txt the head is missing.
    expect(() => planModel({ ...whole, store })).toThrow(/lacks 2 tensors.*proj.weight \[9, 24\]/);
  });
});

test('tensors of pre-training are ignored, and others are not', async () => {
  const whole = await emotion2vec();
  const ema = 'model.d2v_model._ema.blocks.0.norm1.weight';
  expect(planModel({ ...whole, store: withTensors(whole.store, { [ema]: [24] }) }).layers).toBe(3);
  const other = withTensors(whole.store, { 'model.d2v_model.norm.weight': [24] });
  expect(() => planModel({ ...whole, store: other })).toThrow(/norm.weight is not used/);
});

test('the slopes of ALiBi follow the rule of its paper', () => {
  expect(slopesOf(8)).toEqual(Array.from({ length: 8 }, (_, i) => 2 ** -(i + 1)));
  const twelve = slopesOf(12);
  expect(twelve.slice(0, 8)).toEqual(slopesOf(8));
  const others = [0.5, 1.5, 2.5, 3.5].map((power) => 2 ** -power);
  expect(distance(twelve.slice(8), others)).toBeLessThan(1e-12);
});
