import { describe, expect, test } from 'vitest';
import { memoryFolder, openCheckpoint } from '../../src/checkpoint/index.js';
import { planModel } from '../../src/models/index.js';
import { fixtureBlob } from '../checkpoint/fixtures.js';
import { distance, fixture, readGolden, readSamples, softmax } from './golden.js';
import { runPlan } from './open-model.js';

const NAME = 'speechbrain-diarization';
const FILES = ['config.json', 'hyperparams.yaml', 'input_norm.ckpt', 'label_encoder.txt'];
const WEIGHTS = ['model.ckpt', 'wav2vec2.ckpt'];

const { models, tolerance } = readGolden(fixture('golden-diarization.json'));

/** Plans the fixture with changes in hyperparams.yaml, and without the files that are not named. */
async function planWith(
  changes: readonly (readonly [string, string])[] = [],
  files: readonly string[] = FILES,
) {
  const blobs = new Map<string, Blob>();
  for (const file of [...files, ...WEIGHTS])
    blobs.set(file, await fixtureBlob(`checkpoints/${NAME}/${file}`));
  let text = await (await fixtureBlob(`checkpoints/${NAME}/hyperparams.yaml`)).text();
  for (const [from, to] of changes) {
    expect(text).toContain(from);
    text = text.replace(from, to);
  }
  blobs.set('hyperparams.yaml', new Blob([text]));
  return planModel(await openCheckpoint(memoryFolder(NAME, Object.fromEntries(blobs))));
}

const WINDOWS = [
  ['window_length: 1', 'window_length: 5'],
  ['stride: 1', 'stride: 2'],
] as const;

describe.each([
  { name: NAME, changes: [], samples: { hopSamples: 320, windowSamples: 320 } },
  {
    name: `${NAME}-windows`,
    changes: WINDOWS,
    samples: { hopSamples: 640, windowSamples: 1600 },
  },
])('$name', ({ name, changes, samples }) => {
  test('computes the probabilities of each frame as SpeechBrain does', async () => {
    const plan = await planWith(changes);
    expect(plan).toMatchObject({ labels: ['a', 'n', 'h', 's'], frameLogits: samples });
    const { session } = await runPlan(plan);
    const results = Object.entries(models[name]?.results ?? {});
    expect(results.length).toBeGreaterThanOrEqual(3);
    for (const [file, expected] of results) {
      const data = readSamples(fixture(`audio/${file}`));
      const found = await session.run({ waveform: { data, shape: [1, data.length] } });
      const frames = found['frame_logits'];
      if (!frames || !found['logits'] || !found['embedding'])
        throw new Error('an output is missing');
      const [, count = 0, classes = 0] = frames.shape;
      const probabilities = Array.from({ length: count }, (_, at) =>
        softmax(frames.data.subarray(at * classes, (at + 1) * classes)),
      ).flat();
      expect(distance(probabilities, expected.frames ?? [])).toBeLessThan(tolerance.outputs);
      expect(distance(found['logits'].data, expected.logits)).toBeLessThan(tolerance.logits);
      const { embedding } = found;
      expect(distance(embedding.data, expected.embedding)).toBeLessThan(tolerance.embedding);
    }
  });

  test('computes its shortest waveform and silence', async () => {
    const plan = await planWith(changes);
    // The first average has to be whole.
    expect(plan.minimumSamples).toBe(samples.windowSamples + 80);
    const { run } = await runPlan(plan);
    for (const length of [plan.minimumSamples, 8000]) {
      const { logits } = await run(new Float32Array(length));
      expect(logits.data.every(Number.isFinite)).toBe(true);
    }
  });
});

describe('a folder of emotion diarisation', () => {
  test('needs no statistics of the input norm, which SpeechBrain never uses', async () => {
    const without = FILES.filter((file) => file !== 'input_norm.ckpt');
    await expect(planWith([], without)).resolves.toMatchObject({ hiddenSize: 24 });
  });

  test('subtracts the mean of the waveform for an encoder that does not normalise it', async () => {
    const plain = [['microsoft/wavlm-large', 'microsoft/wavlm-base']] as const;
    const plan = await planWith(plain);
    expect(plan.normalisation).toBe('none');
    const { run } = await runPlan(plan);
    const samples = readSamples(fixture('audio/low-0.4s.wav'));
    const [found, shifted] = [await run(samples), await run(samples.map((x) => x + 0.125))];
    expect(distance(shifted.logits.data, [...found.logits.data])).toBeLessThan(tolerance.logits);
  });

  test.each([
    ['"avg"', '"max"', 'avg_pool.pool_type'],
    ['kernel_size: !ref <window_length>', 'kernel_size: 500', 'avg_pool.kernel_size'],
    ['stride: !ref <stride>', 'stride: 7', 'avg_pool.stride'],
    ['ceil_mode: True', 'ceil_mode: True\n    padding: 1', 'avg_pool.padding'],
    ['norm_type: sentence', 'norm_type: global', 'input_norm.norm_type'],
    ['std_norm: False', 'std_norm: True', 'input_norm.std_norm'],
  ])('is refused with %s as %s', async (from, to, key) => {
    await expect(planWith([[from, to]])).rejects.toMatchObject({
      code: 'checkpoint-unsupported',
      message: expect.stringContaining(key) as string,
    });
  });
});
