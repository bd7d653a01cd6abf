import { describe, expect, test } from 'vitest';
import { distance, fixture, readGolden, readSamples, softmax } from './golden.js';
import { planOf, runPlan } from './open-model.js';

const goldens = [
  'golden.json',
  'golden-whisper.json',
  'golden-funasr.json',
  'golden-odyssey.json',
  'golden-heads.json',
  'golden-lora.json',
  'golden-vox-profile.json',
  'golden-sense-voice.json',
].map((file) => readGolden(fixture(file)));
const models = goldens.flatMap(({ tolerance, models }) =>
  Object.entries(models).map(([name, expected]) => ({ name, expected, tolerance })),
);

describe.each(models)('$name', ({ name, expected, tolerance }) => {
  test('computes the results of the reference, for recordings of every length', async () => {
    const plan = await planOf(name);
    const { run } = await runPlan(plan);
    expect(plan.labels).toEqual(expected.labels);
    expect(Object.keys(expected.results).length).toBeGreaterThanOrEqual(3);
    for (const [file, result] of Object.entries(expected.results)) {
      const { embedding, logits, dimensions } = await run(readSamples(fixture(`audio/${file}`)));
      expect(embedding.shape).toEqual([1, plan.embeddingSize]);
      expect(logits.shape).toEqual([1, plan.labels.length]);
      expect(distance(embedding.data, result.embedding)).toBeLessThan(tolerance.embedding);
      expect(distance(logits.data, result.logits)).toBeLessThan(tolerance.logits);
      expect(dimensions?.data.length).toBe(plan.dimensions?.length);
      expect(distance(dimensions?.data ?? [], result.dimensions ?? [])).toBeLessThan(
        tolerance.outputs,
      );
      if (result.probabilities) {
        expect(plan.task).toBe('classification');
        const found = softmax(logits.data);
        expect(distance(found, result.probabilities)).toBeLessThan(tolerance.outputs);
      } else expect(plan.task).toBe('regression');
    }
  });

  test('computes its shortest waveform, and what is too short is an error', async () => {
    const plan = await planOf(name);
    const { run } = await runPlan(plan);
    const { minimumSamples } = plan;
    expect(minimumSamples).toBeGreaterThanOrEqual(400);
    const samples = readSamples(fixture('audio/low-0.4s.wav'));
    const { logits } = await run(samples.subarray(0, minimumSamples));
    expect(logits.data.every(Number.isFinite)).toBe(true);
    // Whisper's graph mirrors or pads a shorter waveform; the length is checked before it runs.
    if (plan.architecture !== 'whisper') {
      await expect(run(samples.subarray(0, minimumSamples - 1))).rejects.toThrow();
    }
  });

  test('stays finite for silence', async () => {
    const { run } = await runPlan(await planOf(name));
    const { embedding, logits } = await run(new Float32Array(8000));
    expect([...embedding.data, ...logits.data].every(Number.isFinite)).toBe(true);
  });
});
