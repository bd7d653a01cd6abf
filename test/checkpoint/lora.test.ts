import { readdir } from 'node:fs/promises';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { memoryFolder } from '../../src/checkpoint/files/blob-folder.js';
import { parseAdapterConfig } from '../../src/checkpoint/lora/adapter-config.js';
import { foldPeft } from '../../src/checkpoint/lora/fold-peft.js';
import { foldAdapters } from '../../src/checkpoint/lora/low-rank.js';
import { openCheckpoint } from '../../src/checkpoint/open-checkpoint.js';
import { openSafetensors } from '../../src/checkpoint/safetensors/safetensors.js';
import type { TensorStore } from '../../src/checkpoint/tensors/tensor-store.js';
import { CheckpointError, Wav2EmoError } from '../../src/errors.js';
import { withTensors } from '../models/seeded-store.js';
import { fixtureBlob, fixturePath } from './fixtures.js';

const NAME = 'checkpoints/wav2vec2-lora';
const CONFIG = 'adapter_config.json';
const ADAPTER = 'adapter_model.safetensors';
const Q_PROJ = 'encoder.layers.0.attention.q_proj';

let settings: Record<string, unknown>;
let base: TensorStore;
let store: TensorStore;

beforeAll(async () => {
  settings = JSON.parse(await (await fixtureBlob(`${NAME}/${CONFIG}`)).text()) as typeof settings;
  base = await openSafetensors(await fixtureBlob(`${NAME}/model.safetensors`));
  store = await openSafetensors(await fixtureBlob(`${NAME}/${ADAPTER}`));
});

/** Opens the fixture with other settings of the adapter, and without some of its files. */
async function open(change: Record<string, unknown> = {}, ...without: readonly string[]) {
  const files: Record<string, Blob> = {};
  for (const file of await readdir(fixturePath(NAME))) {
    if (!without.includes(file)) files[file] = await fixtureBlob(`${NAME}/${file}`);
  }
  if (!without.includes(CONFIG)) {
    files[CONFIG] = new Blob([JSON.stringify({ ...settings, ...change })]);
  }
  return openCheckpoint(memoryFolder('model', files));
}

/** Folds the fixture's adapter with other settings and tensors. */
function fold(change: Record<string, unknown>, adapter = store, weights = base): TensorStore {
  const config = parseAdapterConfig({ ...settings, ...change }, CONFIG);
  return foldPeft(weights, { store: adapter, config, origin: ADAPTER });
}

/** The factor of the adapter that a folded store shows in the first query projection. */
async function factor(folded: TensorStore): Promise<number> {
  const plain = await base.read(`${Q_PROJ}.weight`);
  const changed = await folded.read(`${Q_PROJ}.weight`);
  const prefix = `base_model.model.wav2vec2.${Q_PROJ}.lora_`;
  const [down, up] = [await store.read(`${prefix}A.weight`), await store.read(`${prefix}B.weight`)];
  const product = [0, 1, 2].reduce((sum, at) => sum + (up[at] ?? 0) * (down[at * 24] ?? 0), 0);
  return ((changed[0] ?? 0) - (plain[0] ?? 0)) / product;
}

describe('an adapter of PEFT', () => {
  test('is folded into the weights beside it, and its files are named', async () => {
    const { files, ...checkpoint } = await open();
    if (checkpoint.format !== 'huggingface') throw new Error('another layout');
    const { tensors } = checkpoint.store;
    expect(files.map(({ path }) => path)).toEqual(expect.arrayContaining([CONFIG, ADAPTER]));
    expect([...tensors.keys()].filter((name) => name.includes('lora'))).toEqual([]);
    // The head was trained whole; the encoder was saved without one.
    expect(tensors.get('classifier.weight')?.shape).toEqual([4, 16]);
    expect(base.tensors.has('classifier.weight')).toBe(false);
    expect(checkpoint.store.tensors.get(`${Q_PROJ}.weight`)).toMatchObject({ shape: [24, 24] });
  });

  test('counts alpha / r, or alpha / √r if rank-stabilised', async () => {
    expect(await factor(fold({ use_rslora: true }))).toBeCloseTo(5 / Math.sqrt(3), 4);
    expect(await factor(fold({ use_rslora: false }))).toBeCloseTo(5 / 3, 4);
    expect(await factor(fold({ lora_alpha: -1, use_rslora: false }))).toBeCloseTo(-1 / 3, 4);
  });

  test('may have ranks that differ from module to module', () => {
    expect(() => fold({ r: 8 })).toThrow(/lora_A.weight \[3, 24\].*expected the rank 8/);
    expect(() => fold({ r: 8, rank_pattern: { q_proj: 3 } })).not.toThrow();
  });

  test.each([
    ['without alpha', { lora_alpha: undefined }, /lora_alpha/],
    ['with a rank of 0', { r: 0 }, /adapter_config.json is not as expected/],
    ['of another kind', { peft_type: 'LOHA' }, /peft_type is "LOHA", expected "LORA"/],
    ['of no kind', { peft_type: undefined }, /peft_type/],
    ['with magnitudes (DoRA)', { use_dora: true }, /use_dora is true, expected none/],
    ['with factors of its own', { alpha_pattern: { q: 3 } }, /alpha_pattern/],
    ['whose base was changed', { init_lora_weights: 'pissa' }, /init_lora_weights is "pissa"/],
    ['with a key of the future', { use_tomorrow: 1 }, /use_tomorrow is 1, expected none/],
    ['stored the other way round', { fan_in_fan_out: true }, /fan_in_fan_out/],
    [
      'that lacks a target module',
      { target_modules: ['q_proj', 'k_proj'] },
      /target_modules name encoder.layers.0.attention.k_proj.weight/,
    ],
    [
      'that lacks a module which was trained whole',
      { modules_to_save: ['feature_projection'] },
      /modules_to_save names feature_projection/,
    ],
  ])('%s is refused', async (_, change, message) => {
    await expect(open(change)).rejects.toThrow(message);
    await expect(open(change)).rejects.toBeInstanceOf(CheckpointError);
  });

  test.each([
    ['modules that the base has not', { target_modules: ['q_proj', 'query'] }],
    ['a pattern', { target_modules: '.*(q|v)_proj' }],
    ['a module to save that the base has not', { modules_to_save: ['score', 'classifier'] }],
  ])('may name %s', (_, change) => {
    expect(() => fold(change)).not.toThrow();
  });

  test('must fit its base weights', () => {
    const other = withTensors(base, { [`${Q_PROJ}.weight`]: [24, 25] });
    expect(() => fold({}, store, other)).toThrow(/q_proj.weight \[24, 25\]/);
    const without = withTensors(base, { [`${Q_PROJ}.weight`]: undefined });
    expect(() => fold({}, store, without)).toThrow(/have no wav2vec2.encoder.layers.0.*q_proj/);
    const cube = withTensors(base, { [`${Q_PROJ}.weight`]: [24, 24, 1] });
    expect(() => fold({}, store, cube)).toThrow(/of a matrix \[out, in\]/);
  });

  test('is refused if any of its tensors is missing, renamed or of another shape', () => {
    for (const [name, { shape }] of store.tensors) {
      if (!name.includes('lora_')) continue;
      const dropped = { [name]: undefined };
      for (const change of [
        dropped,
        { ...dropped, [`${name}_2`]: shape },
        { ...dropped, [`other.${name}`]: shape },
        { [name]: [...shape, 2] },
        { [name]: shape.map((size) => size + 1) },
      ]) {
        expect(() => fold({}, withTensors(store, change)), name).toThrow(CheckpointError);
      }
    }
    expect(() => fold({}, withTensors(store, { 'a.lora_magnitude_vector': [3] }))).toThrow(
      /other parts of adapters/,
    );
  });

  test('is asked for as a whole, with its base', async () => {
    await expect(open({}, ADAPTER)).rejects.toThrow(/no tensors of the adapter, expected adapter_/);
    const named = { base_model_name_or_path: 'someone/base' };
    await expect(open(named, 'model.safetensors')).rejects.toThrow(
      /without the weights that it changes: .* of "someone\/base" beside/,
    );
    await expect(open(named, 'model.safetensors', 'config.json')).rejects.toThrow(
      /low-rank adapter \(LoRA\) without/,
    );
  });

  test('with any value of any key is folded or refused in words', () => {
    const key = fc.constantFrom(...Object.keys(settings));
    fc.assert(
      fc.property(key, fc.jsonValue(), (name, value) => {
        try {
          fold({ [name]: value });
        } catch (error) {
          expect(error).toBeInstanceOf(Wav2EmoError);
        }
      }),
      { numRuns: 400, seed: 20240917 },
    );
  });
});

test('an adapter in the same file disappears from its names', async () => {
  const numbers = new Map([
    ['w', [1, 2, 3, 4, 5, 6]],
    ['a', [1, 0, 2]],
    ['b', [10, 20]],
  ]);
  const shapes = new Map([
    ['w', [2, 3]],
    ['a', [1, 3]],
    ['b', [2, 1]],
  ]);
  const whole: TensorStore = {
    tensors: new Map([...shapes].map(([name, shape]) => [name, { name, dtype: 'float16', shape }])),
    read: (name) => Promise.resolve(Float32Array.from(numbers.get(name) ?? [])),
  };
  const byWeight = new Map([['w', { down: 'a', up: 'b', scale: 0.5 }]]);
  const folded = foldAdapters(whole, { store: whole, byWeight, origin: 'file' });
  expect([...folded.tensors.keys()]).toEqual(['w']);
  expect([...(await folded.read('w'))]).toEqual([6, 2, 13, 14, 5, 26]);
});
