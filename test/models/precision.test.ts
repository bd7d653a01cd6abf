import { expect, test } from 'vitest';
import { distance, fixture, readSamples } from './golden.js';
import { planOf, runPlan } from './open-model.js';

const ENCODERS = [
  'speechbrain-wav2vec2',
  'hubert-base',
  'wavlm-base',
  'wav2vec2-large',
  'wavlm-large',
  'audeering',
  'whisper-small',
  'whisper-large',
  'whisper-pooled',
];

test.each(ENCODERS)('%s in int8 computes nearly the results of fp32', async (name) => {
  const samples = readSamples(fixture('audio/high-2.3s.wav'));
  const exact = await (await runPlan(await planOf(name))).run(samples);
  const rounded = await (await runPlan(await planOf(name, { precision: 'int8' }))).run(samples);
  expect(cosine(exact.embedding.data, rounded.embedding.data)).toBeGreaterThan(0.999);
  const error = distance(rounded.logits.data, [...exact.logits.data]);
  expect(error).toBeGreaterThan(0);
  expect(error).toBeLessThan(0.15);
});

test.each(ENCODERS)('%s in fp16 is smaller and computes the results of fp32', async (name) => {
  const samples = readSamples(fixture('audio/high-2.3s.wav'));
  const whole = await runPlan(await planOf(name));
  const half = await runPlan(await planOf(name, { precision: 'fp16' }));
  // The mel filters of Whisper stay in float32, which is much of these small models.
  const most = name.startsWith('whisper') ? 0.95 : 0.9;
  expect(half.bytes).toBeLessThan(most * whole.bytes);
  const [exact, found] = [await whole.run(samples), await half.run(samples)];
  expect(cosine(exact.embedding.data, found.embedding.data)).toBeGreaterThan(0.99999);
  const error = distance(found.logits.data, [...exact.logits.data]);
  expect(error).toBeGreaterThan(0);
  expect(error).toBeLessThan(0.01);
});

test.each([
  ...ENCODERS.map((name) => [name, 0.05] as const),
  // The logits are 30 times the cosines.
  ['speechbrain-ecapa', 0.15] as const,
])('%s in int8-weights is smaller and computes nearly the results of fp32', async (name, most) => {
  const samples = readSamples(fixture('audio/high-2.3s.wav'));
  const whole = await runPlan(await planOf(name));
  const stored = await runPlan(await planOf(name, { precision: 'int8-weights' }));
  expect(stored.bytes).toBeLessThan(whole.bytes);
  const [exact, found] = [await whole.run(samples), await stored.run(samples)];
  expect(cosine(exact.embedding.data, found.embedding.data)).toBeGreaterThan(0.9998);
  const error = distance(found.logits.data, [...exact.logits.data]);
  expect(error).toBeGreaterThan(0);
  expect(error).toBeLessThan(most);
});

function cosine(a: Float32Array, b: Float32Array): number {
  const dot = (x: Float32Array, y: Float32Array) =>
    x.reduce((sum, v, i) => sum + v * (y[i] ?? NaN), 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

test('the first layers alone are those of the whole model', async () => {
  const samples = readSamples(fixture('audio/mid-1.0s.wav'));
  for (const name of ENCODERS) {
    const plan = await planOf(name);
    const all = Number(plan.settings['numHiddenLayers']);
    expect(all).toBeGreaterThan(1);
    const kept = await planOf(name, { layers: all });
    const [whole, same] = [await runPlan(plan), await runPlan(kept)];
    expect((await same.run(samples)).logits.data).toEqual((await whole.run(samples)).logits.data);
    const less = await planOf(name, { layers: 1 });
    expect(less.settings['numHiddenLayers']).toBe(1);
    expect(less.parameters).toBeLessThan(plan.parameters);
    expect((await (await runPlan(less)).run(samples)).logits.data.every(Number.isFinite)).toBe(
      true,
    );
  }
});

test.each([0, 1.5, 99, NaN])('%d layers cannot be kept', async (layers) => {
  await expect(planOf('wavlm-base', { layers })).rejects.toThrow(
    /layers to keep, expected a whole/,
  );
});

test('an ECAPA-TDNN is not computed in bytes or halves and has no layers to leave out', async () => {
  for (const precision of ['int8', 'fp16'] as const) {
    const expected = new RegExp(
      `precision ${precision} for .* ecapa-tdnn, expected fp32 or int8-weights`,
    );
    await expect(planOf('speechbrain-ecapa', { precision })).rejects.toThrow(expected);
    await expect((await planOf('speechbrain-ecapa')).build({ precision })).rejects.toThrow(
      expected,
    );
  }
  await expect(planOf('speechbrain-ecapa', { layers: 1 })).rejects.toThrow(
    /1 layers to keep of an ECAPA-TDNN/,
  );
  expect((await planOf('speechbrain-ecapa', { precision: 'fp32' })).architecture).toBe(
    'ecapa-tdnn',
  );
});
