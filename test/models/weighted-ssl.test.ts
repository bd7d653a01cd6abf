import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Wav2EmoError } from '../../src/errors.js';
import { planModel } from '../../src/models/index.js';
import { changedCheckpoint } from './changed-checkpoint.js';
import { distance, fixture, readGolden, readSamples, softmax } from './golden.js';
import { runPlan } from './open-model.js';

const NAME = 'speechbrain-weighted';
const { models, tolerance } = readGolden(fixture('golden-weighted.json'));

/** The fixture with another text in its hyperparams.yaml. */
const changed = (from = '', to = '') =>
  changedCheckpoint(NAME, 'hyperparams.yaml', (text) => {
    expect(text).toContain(from);
    return text.replace(from, to);
  });

describe.each([
  [NAME, 'layernorm: True'],
  [`${NAME}-plain`, 'layernorm: False'],
  [`${NAME}-plain`, 'cache_dir: somewhere'],
])('%s with %s', (name, setting) => {
  test('computes the results of the reference, for recordings of every length', async () => {
    const plan = planModel(await changed('layernorm: True', setting));
    expect(plan).toMatchObject({ normalisation: 'none', embeddingSize: 48 });
    const { run } = await runPlan(plan);
    const results = Object.entries(models[name]?.results ?? {});
    expect(results).toHaveLength(3);
    for (const [file, result] of results) {
      const { embedding, logits } = await run(readSamples(fixture(`audio/${file}`)));
      expect(distance(embedding.data, result.embedding)).toBeLessThan(tolerance.embedding);
      expect(distance(logits.data, result.logits)).toBeLessThan(tolerance.logits);
      const found = softmax(logits.data);
      expect(distance(found, result.probabilities ?? [])).toBeLessThan(tolerance.outputs);
    }
  });
});

test.each([
  ['layernorm: True', 'layernorm: 3', /layernorm is 3/],
  ['layernorm: True', 'num_layers: 13', /num_layers/],
  ['layernorm: True', 'output_norm: True', /output_norm/],
  ['input_size: 48', 'input_size: 24', /output_mlp.input_size is 24/],
  ['StatisticsPooling', 'AttentionPooling', /a module of the class StatisticsPooling/],
])('%s as %s is refused by name', async (from, to, message) => {
  const checkpoint = await changed(from, to);
  expect(() => planModel(checkpoint)).toThrow(message);
});

test('an encoder that is not known needs its settings beside', async () => {
  const checkpoint = await changed('microsoft/wavlm-large', 'someone/wavlm');
  if (checkpoint.format !== 'speechbrain') throw new Error('another layout');
  const { config, ...alone } = checkpoint;
  expect(planModel({ ...alone, ...(config && { config }) }).hiddenSize).toBe(24);
  expect(() => planModel(alone)).toThrow(/weighted_ssl_model.hub is "someone\/wavlm", expected/);
});

test('its sum keeps the first layers if others are left out', async () => {
  const plan = planModel(await changed(), { layers: 1 });
  expect(plan.layers).toBe(1);
  const { logits } = await (await runPlan(plan)).run(readSamples(fixture('audio/low-0.4s.wav')));
  expect(logits.data.every(Number.isFinite)).toBe(true);
});

test.each(['fp16', 'int8', 'int8-weights'] as const)(
  '%s is near the reference',
  async (precision) => {
    const plan = planModel(await changed(), { precision });
    const file = 'high-2.3s.wav';
    const { logits } = await (await runPlan(plan)).run(readSamples(fixture(`audio/${file}`)));
    const expected = models[NAME]?.results[file]?.probabilities ?? [];
    expect(distance(softmax(logits.data), expected)).toBeLessThan(0.05);
  },
);

test('any value of an argument results in a plan or an error in words', async () => {
  const argument = fc.constantFrom('layernorm', 'hub', 'freeze', 'save_path');
  await fc.assert(
    fc.asyncProperty(argument, fc.jsonValue(), async (name, value) => {
      try {
        const line = new RegExp(`^    ${name}: .*$`, 'm');
        const checkpoint = await changedCheckpoint(NAME, 'hyperparams.yaml', (text) =>
          text.replace(line, () => `    ${name}: ${JSON.stringify(value)}`),
        );
        planModel(checkpoint);
      } catch (error) {
        expect(error).toBeInstanceOf(Wav2EmoError);
      }
    }),
    { numRuns: 100, seed: 20240917 },
  );
});
