import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  memoryFolder,
  openCheckpoint,
  type OpenCheckpointOptions,
  type VoxProfileCheckpoint,
} from '../../src/checkpoint/index.js';
import { CheckpointError, Wav2EmoError } from '../../src/errors.js';
import { planModel } from '../../src/models/index.js';
import { distance, fixture, readGolden, readSamples, softmax } from './golden.js';
import { noise } from './noise.js';
import { runPlan } from './open-model.js';
import { withTensors } from './seeded-store.js';

const { models } = readGolden(fixture('golden-vox-profile.json'));
const samples = readSamples(fixture('audio/high-2.3s.wav'));
const DIMENSIONS = ['arousal', 'valence', 'dominance'];

/** Opens a fixture without its labels.txt, with other settings in its config.json. */
async function vox(
  name = 'vox-profile-wavlm',
  options: OpenCheckpointOptions = {},
  change: Record<string, unknown> = {},
): Promise<VoxProfileCheckpoint> {
  const folder = fixture(`checkpoints/${name}`);
  const files = readdirSync(folder).filter((file) => file !== 'labels.txt');
  const blobs = files.map((file) => {
    const bytes = readFileSync(`${folder}/${file}`);
    if (file !== 'config.json') return [file, new Blob([bytes])] as const;
    const config = JSON.parse(bytes.toString()) as Record<string, unknown>;
    return [file, new Blob([JSON.stringify({ ...config, ...change })])] as const;
  });
  const checkpoint = await openCheckpoint(memoryFolder(name, Object.fromEntries(blobs)), options);
  if (checkpoint.format !== 'huggingface' || checkpoint.family !== 'vox-profile') {
    throw new Error(`${name} has another layout`);
  }
  return checkpoint;
}

describe('the outputs of Vox-Profile', () => {
  test('are those that the labels ask for, from one file', async () => {
    const repository = 'tiantiaf/wavlm-large-categorical-emotion';
    const classes = planModel(await vox('vox-profile-wavlm', { repository }));
    expect(classes).toMatchObject({ task: 'classification', embeddingSize: 10 });
    expect(classes.labels).toHaveLength(9);
    const two = planModel(await vox('vox-profile-wavlm', { labels: ['Valence', 'arousal'] }));
    expect(two).toMatchObject({ task: 'regression', labels: ['Valence', 'arousal'] });
    expect(two.parameters).toBe(classes.parameters);
    expect([classes.dimensions, two.dimensions]).toEqual([DIMENSIONS, undefined]);
    const all = planModel(await vox('vox-profile-wavlm', { labels: DIMENSIONS }));
    const [first, second, third] = (await (await runPlan(all)).run(samples)).logits.data;
    const found = [...(await (await runPlan(two)).run(samples)).logits.data];
    expect(found).toEqual([second, first]);
    const beside = (await (await runPlan(classes)).run(samples)).dimensions;
    expect([...(beside?.data ?? [])]).toEqual([first, second, third]);
    for (const value of [first, second, third]) expect(value).toBeGreaterThan(0);
  });

  test('are the detailed classes if there are as many labels', async () => {
    const labels = Array.from({ length: 17 }, (_, id) => `detail ${id}`);
    const checkpoint = await vox('vox-profile-wavlm', { labels });
    expect(planModel(checkpoint)).toMatchObject({ task: 'classification', labels });
  });

  test('are the dimensions alone if the file has no classes', async () => {
    const labels = checkpointLabels();
    const dimensions = await vox('vox-profile-wavlm-dim', { labels });
    expect(() => planModel(dimensions)).toThrow(
      /head emotion_layer, and the checkpoint has arousal_layer, valence_layer, dominance_layer/,
    );
  });

  test('have no dimensions beside the classes if the file has none', async () => {
    const whole = await vox('vox-profile-wavlm', { labels: checkpointLabels() });
    const names = [...whole.store.tensors.keys()];
    const without = names.filter((name) => /^(arousal|valence|dominance)_layer/.test(name));
    const change = Object.fromEntries(without.map((name) => [name, undefined]));
    const plan = planModel({ ...whole, store: withTensors(whole.store, change) });
    expect(plan.dimensions).toBeUndefined();
  });

  test('have to be named', async () => {
    expect(() => planModel({ ...checkpoint })).toThrow(/no file states which of them were trained/);
    const few = await vox('vox-profile-wavlm', { labels: ['a', 'b'] });
    expect(() => planModel(few)).toThrow(/9 outputs, its files name 2 labels/);
  });

  test('of other properties are refused', async () => {
    const whole = await vox('vox-profile-wavlm', { labels: DIMENSIONS });
    const other = Object.fromEntries(
      [...whole.store.tensors.keys()]
        .filter((name) => name.includes('_layer.'))
        .map((name) => [name, undefined]),
    );
    const store = withTensors(whole.store, other);
    expect(() => planModel({ ...whole, store })).toThrow(/another property of voices/);
  });
});

const checkpoint = await vox();

describe('its encoder', () => {
  test('is the published one that config.json names', async () => {
    const { encoder, ...published } = await vox('vox-profile-wavlm', { labels: DIMENSIONS });
    expect(encoder).toMatchObject({ hiddenSize: 24 });
    expect(() => planModel(published)).toThrow(/backbone_model.* \[1024/);
    const whisper = await vox('vox-profile-whisper-dim', { labels: DIMENSIONS });
    const { encoder: beside, ...large } = whisper;
    expect(beside).toMatchObject({ hiddenSize: 12 });
    expect(() => planModel(large)).toThrow(/\[1280/);
  });

  test('must be known, or its settings beside config.json', async () => {
    const options = { labels: DIMENSIONS };
    const { encoder, ...other } = await vox('vox-profile-wavlm', options, {
      pretrain_model: 'hubert',
    });
    expect(planModel({ ...other, ...(encoder && { encoder }) }).hiddenSize).toBe(24);
    expect(() => planModel(other)).toThrow(/pretrain_model is "hubert".*encoder_config/);
  });

  test('keeps its first layers', async () => {
    const whole = await vox('vox-profile-wavlm-dim', { labels: DIMENSIONS });
    const plan = planModel(whole, { layers: 1 });
    expect(plan.layers).toBe(1);
    const { logits } = await (await runPlan(plan)).run(samples);
    expect(logits.data.every(Number.isFinite)).toBe(true);
  });
});

describe('adapters of loralib', () => {
  test('are folded by 1 / rank, and must be there', async () => {
    const whole = await vox('vox-profile-whisper', { labels: checkpointLabels() });
    expect(() => planModel(whole)).not.toThrow();
    const name = 'backbone_model.encoder.layers.2.fc1.lora_B';
    expect(whole.store.tensors.get(name)?.shape).toEqual([16, 3]);
    const without = { ...whole, store: withTensors(whole.store, { [name]: undefined }) };
    expect(() => planModel(without)).toThrow(/lacks .*layers.2.fc1.lora_B/);
    const wide = { ...whole, store: withTensors(whole.store, { [name]: [16, 4] }) };
    expect(() => planModel(wide)).toThrow(/expected the rank 3/);
  });

  test('are refused if the settings state none, or another rank', async () => {
    const options = { labels: checkpointLabels() };
    const none = await vox('vox-profile-whisper', options, { finetune_method: 'finetune' });
    expect(() => planModel(none)).toThrow(/low-rank adapters/);
    const other = await vox('vox-profile-whisper', options, { lora_rank: 16 });
    expect(() => planModel(other)).toThrow(/expected the rank 16/);
    await expect(vox('vox-profile-whisper', options, { finetune_method: 'ia3' })).rejects.toThrow(
      /finetune_method is "ia3", expected "finetune" or "lora"/,
    );
  });
});

function checkpointLabels(): string[] {
  return [...(models['vox-profile-whisper']?.labels ?? [])];
}

describe('a recording of more than 15 s', () => {
  test('is computed in equal parts, whose vectors are averaged', async () => {
    const plan = planModel(await vox('vox-profile-whisper', { labels: checkpointLabels() }));
    const { run } = await runPlan(plan);
    const long = noise('long', 2 * 144_000);
    const parts = [long.subarray(0, 144_000), long.subarray(144_000)];
    const found: Float32Array[] = [];
    for (const part of parts) found.push((await run(part)).embedding.data);
    const mean = Array.from(found[0] ?? [], (x, i) => (x + (found[1]?.[i] ?? 0)) / 2);
    expect(distance((await run(long)).embedding.data, mean)).toBeLessThan(1e-5);
  });
});

test.each([
  ['vox-profile-wavlm', 'fp16', 0.005],
  ['vox-profile-wavlm', 'int8', 0.05],
  ['vox-profile-whisper', 'fp16', 0.005],
  ['vox-profile-whisper', 'int8-weights', 0.03],
  ['vox-profile-whisper', 'int8', 0.05],
] as const)('%s in %s is near the reference', async (name, precision, bound) => {
  const expected = models[name];
  const plan = planModel(await vox(name, { labels: expected?.labels ?? [] }), { precision });
  const { logits } = await (await runPlan(plan)).run(samples);
  const probabilities = expected?.results['high-2.3s.wav']?.probabilities ?? [];
  expect(distance(softmax(logits.data), probabilities)).toBeLessThan(bound);
});

test('any value of config.json results in a plan or an error in words', async () => {
  const text = readFileSync(fixture('checkpoints/vox-profile-wavlm/config.json'), 'utf8');
  const key = fc.constantFrom(...Object.keys(JSON.parse(text) as object));
  await fc.assert(
    fc.asyncProperty(key, fc.jsonValue(), async (name, value) => {
      try {
        planModel(await vox('vox-profile-wavlm', { labels: DIMENSIONS }, { [name]: value }));
      } catch (error) {
        expect(error).toBeInstanceOf(Wav2EmoError);
      }
    }),
    { numRuns: 100, seed: 20240917 },
  );
});

test('weights without the table of positions are refused', async () => {
  const whole = await vox('vox-profile-whisper-dim', { labels: DIMENSIONS });
  const few = withTensors(whole.store, { embed_positions: [749, 12] });
  expect(() => planModel({ ...whole, store: few })).toThrow(/749 rows, expected at least 750/);
  const none = withTensors(whole.store, { embed_positions: undefined });
  expect(() => planModel({ ...whole, store: none })).toThrow(CheckpointError);
});
