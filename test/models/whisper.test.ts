import { expect, test } from 'vitest';
import {
  memoryFolder,
  openCheckpoint,
  openFolder,
  type WhisperCheckpoint,
} from '../../src/checkpoint/node.js';
import { CheckpointError } from '../../src/errors.js';
import { planModel } from '../../src/models/index.js';
import { changedCheckpoint } from './changed-checkpoint.js';
import { distance, fixture, readSamples } from './golden.js';
import { planOf, runPlan } from './open-model.js';
import { withTensors } from './seeded-store.js';

const FOLDERS = ['whisper-small', 'whisper-large', 'whisper-pooled', 'whisper-pooled-norm'];

async function whisper(name: string): Promise<WhisperCheckpoint> {
  const checkpoint = await openCheckpoint(await openFolder(fixture(`checkpoints/${name}`)));
  if (checkpoint.format === 'huggingface' && checkpoint.family === 'whisper') return checkpoint;
  throw new Error(`${name} has another layout`);
}

function codeOf(plan: () => unknown): string {
  try {
    plan();
  } catch (error) {
    if (error instanceof CheckpointError) return error.code;
    throw error;
  }
  return 'accepted';
}

test.each(FOLDERS)('%s without any one of its tensors is refused', async (name) => {
  const whole = await whisper(name);
  for (const part of ['store', 'head'] as const) {
    const store = whole[part];
    for (const tensor of store?.tensors.keys() ?? []) {
      if (!store) continue;
      const without = withTensors(store, { [tensor]: undefined });
      const code = codeOf(() => planModel({ ...whole, [part]: without }));
      expect(['checkpoint-incomplete', 'checkpoint-mismatch'], tensor).toContain(code);
      const renamed = withTensors(without, { [`${tensor}s`]: store.tensors.get(tensor)?.shape });
      const other = codeOf(() => planModel({ ...whole, [part]: renamed }));
      expect(['checkpoint-incomplete', 'checkpoint-mismatch'], tensor).toContain(other);
    }
  }
});

test.each(['', 'encoder.', 'model.encoder.', 'module.encoder.'])(
  'an encoder opens whose tensors begin with "%s"',
  async (prefix) => {
    const whole = await whisper('whisper-pooled');
    const own = (name: string) => `encoder.${name.slice(prefix.length)}`;
    const tensors = [...whole.store.tensors.values()].map((tensor) => {
      const name = tensor.name.replace('encoder.', prefix);
      return [name, { ...tensor, name }] as const;
    });
    const read = (name: string) => whole.store.read(own(name));
    const samples = readSamples(fixture('audio/low-0.4s.wav'));
    const renamed = planModel({ ...whole, store: { tensors: new Map(tensors), read } });
    const found = await (await runPlan(renamed)).run(samples);
    const expected = await (await runPlan(planModel(whole))).run(samples);
    expect(found.embedding.data).toEqual(expected.embedding.data);
  },
);

test.each(['whisper-pooled', 'whisper-pooled-norm'])(
  'the frames of %s, pooled outside of the graph, give its embedding',
  async (name) => {
    const plan = await planOf(name);
    const { session } = await runPlan(plan);
    const samples = readSamples(fixture('audio/mid-1.0s.wav'));
    const feeds = { waveform: { data: samples, shape: [1, samples.length] } };
    const { frames, embedding } = await session.run(feeds, ['frames', 'embedding']);
    const { size = 0, hopSamples = 1, isWeighted = false } = plan.frames ?? {};
    expect(isWeighted).toBe(name === 'whisper-pooled');
    const columns = size + Number(isWeighted);
    expect(frames?.shape).toEqual([1, samples.length / hopSamples, columns]);
    const rows = Array.from({ length: frames?.shape[1] ?? 0 }, (_, at) =>
      frames?.data.subarray(at * columns, (at + 1) * columns),
    );
    const weights = rows.map((row) => (isWeighted ? (row?.[size] ?? Number.NaN) : 1));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const average = (of: (row: Float32Array | undefined) => number) =>
      rows.reduce((sum, row, at) => sum + (weights[at] ?? 0) * of(row), 0) / total;
    const means = Array.from({ length: size }, (_, at) => average((row) => row?.[at] ?? 0));
    const deviations = means.map((mean, at) =>
      Math.sqrt(average((row) => ((row?.[at] ?? 0) - mean) ** 2)),
    );
    expect(distance(embedding?.data ?? [], [...means, ...deviations])).toBeLessThan(1e-5);
  },
);

test('a session returns the outputs that are asked for, and only these', async () => {
  const { session } = await runPlan(await planOf('whisper-pooled'));
  const data = readSamples(fixture('audio/low-0.4s.wav'));
  const feeds = { waveform: { data, shape: [1, data.length] } };
  expect(Object.keys(await session.run(feeds))).toEqual(['logits', 'embedding', 'frames']);
  expect(Object.keys(await session.run(feeds, ['embedding']))).toEqual(['embedding']);
  await expect(session.run(feeds, ['states'])).rejects.toThrow(
    'The graph has no output "states". Ask for logits, embedding, frames.',
  );
});

test('the Fourier basis and the positions take no place in the file, and fewer layers less', async () => {
  const [whole, one] = [
    await runPlan(await planOf('whisper-pooled')),
    await runPlan(await planOf('whisper-pooled', { layers: 1 })),
  ];
  expect(whole.parameters).toBeLessThan(201 * 80 + 3 * 400 + 10_000);
  expect(one.bytes).toBeLessThan(whole.bytes);
});

test('the longest window is computed with more positions than the file has', async () => {
  const { run } = await runPlan(await planOf('whisper-pooled'));
  const samples = Float32Array.from({ length: 480_000 }, (_, i) => Math.sin(i * i));
  expect((await run(samples)).embedding.data.every(Number.isFinite)).toBe(true);
});

test('a table of other positions is refused when the graph is written', async () => {
  const whole = await whisper('whisper-pooled');
  const name = 'encoder.embed_positions.weight';
  const read = async (asked: string) => {
    const values = await whole.store.read(asked);
    return asked === name ? values.map((value) => value + 0.01) : values;
  };
  const plan = planModel({ ...whole, store: { tensors: whole.store.tensors, read } });
  await expect(runPlan(plan)).rejects.toThrow(/embed_positions.weight differs from Whisper's/);
});

test('a classifier that hears less than a window is refused', async () => {
  const checkpoint = await changedCheckpoint('whisper-small', 'config.json', (text) =>
    text.replace('"max_source_positions": 1500', '"max_source_positions": 750'),
  ).catch((error: unknown) => error);
  expect(checkpoint).toBeInstanceOf(CheckpointError);
  const whole = await whisper('whisper-small');
  const config = { ...whole.config, maxSourcePositions: 750 };
  expect(() => planModel({ ...whole, config })).toThrow(/hears the first 15 s of a recording only/);
});

test.each([
  ['whisper-small', '"gelu"', '"relu"', /activation_function is "relu", expected "gelu"/],
  ['whisper-small', '"scale_embedding": false', '"scale_embedding": true', /scale_embedding/],
  ['whisper-small', 'ForAudioClassification', 'ForConditionalGeneration', /expected WhisperForAud/],
  [
    'whisper-small',
    '"num_mel_bins": 80',
    '"num_mel_bins": 128',
    /feature_size is 80, expected 128/,
  ],
  ['whisper-pooled', '"padding": false', '"padding": true', /padding/],
  ['whisper-pooled', '"mean-std"', '"max"', /pooling/],
  ['whisper-pooled', '"d_model": 12', '"d_model": 13', /divisible/],
])('%s with %s as %s is refused by name', async (name, from, to, message) => {
  const plan = async () =>
    planModel(
      await changedCheckpoint(name, 'config.json', (text) => {
        expect(text).toContain(from);
        return text.replace(from, to);
      }),
    );
  await expect(plan()).rejects.toThrow(message);
});

test.each([
  ['"labels": ["neu",', '"labels": ["neu", "cal",', /one row for each label/],
  ['"bias": [', '"bias": [1, ', /one row for each label/],
  ['"weight": [[', '"weight": [[1, ', /equally long/],
  ['"absolute"', '"relative"', /absolute/],
])('heads.json with %s as %s is refused', async (from, to, message) => {
  const opening = changedCheckpoint('whisper-pooled', 'heads.json', (text) => {
    expect(text.replaceAll(/\s+/g, ' ')).toContain(from);
    return text.replaceAll(/\s+/g, ' ').replace(from, to);
  });
  await expect(opening).rejects.toThrow(message);
});

test('an encoder without heads.json is refused with the name of the file', async () => {
  const folder = await openFolder(fixture('checkpoints/whisper-pooled'));
  const names = (await folder.list()).filter((name) => name !== 'heads.json');
  const files = await Promise.all(
    names.map(async (name) => [name, await folder.open(name)] as const),
  );
  const alone = memoryFolder('alone', Object.fromEntries(files));
  await expect(openCheckpoint(alone)).rejects.toThrow(/no file heads\.json in alone/);
});
