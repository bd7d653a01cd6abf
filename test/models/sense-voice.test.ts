import { describe, expect, test } from 'vitest';
import type { SenseVoiceCheckpoint } from '../../src/checkpoint/index.js';
import { planModel } from '../../src/models/index.js';
import { changedCheckpoint } from './changed-checkpoint.js';
import { distance, fixture, readGolden, readSamples, softmax } from './golden.js';
import { runPlan } from './open-model.js';
import { withTensors } from './seeded-store.js';

const { models } = readGolden(fixture('golden-sense-voice.json'));
const samples = readSamples(fixture('audio/high-2.3s.wav'));
const NAME = 'sense-voice';

async function senseVoice(): Promise<SenseVoiceCheckpoint> {
  const checkpoint = await changedCheckpoint(NAME, '', (text) => text);
  if (checkpoint.format !== 'funasr' || checkpoint.family !== 'sense-voice') {
    throw new Error(`${NAME} has another layout`);
  }
  return checkpoint;
}

test.each([
  ['fp16', 0.005],
  ['int8-weights', 0.03],
  ['int8', 0.05],
] as const)('its graph in %s is near the reference', async (precision, bound) => {
  const plan = planModel(await senseVoice(), { precision });
  const { logits } = await (await runPlan(plan)).run(samples);
  const expected = models[NAME]?.results['high-2.3s.wav']?.probabilities ?? [];
  expect(distance(softmax(logits.data), expected)).toBeLessThan(bound);
});

test('two runs give the same numbers, because no noise is added', async () => {
  const { run } = await runPlan(planModel(await senseVoice()));
  expect((await run(samples)).logits.data).toEqual((await run(samples)).logits.data);
});

test('a shorter graph keeps the first blocks, with the norms after them', async () => {
  for (const layers of [1, 2, 3, 4]) {
    const plan = planModel(await senseVoice(), { layers });
    expect(plan.layers).toBe(layers);
    const { logits } = await (await runPlan(plan)).run(samples);
    expect(logits.data.every(Number.isFinite)).toBe(true);
  }
});

describe('its outputs', () => {
  test('must be as many as its tokens', async () => {
    const whole = await senseVoice();
    const more = { ...whole, tokens: 41 };
    expect(() => planModel(more)).toThrow(/40 outputs, and the file of the tokens names 41/);
    const other = withTensors(whole.store, { 'ctc.ctc_lo.weight': [39, 16] });
    expect(() => planModel({ ...whole, store: other })).toThrow(/39 outputs/);
  });

  test('must be as many as the labels of the caller', async () => {
    const named = { ...(await senseVoice()), labels: ['a', 'b'] };
    expect(() => planModel(named)).toThrow(/8 outputs, its files name 2 labels/);
  });
});

test('further blocks in the file are refused', async () => {
  const whole = await senseVoice();
  const store = withTensors(whole.store, { 'encoder.encoders.2.norm1.weight': [16] });
  expect(() => planModel({ ...whole, store })).toThrow(/encoders.2.norm1.weight is not used/);
});
