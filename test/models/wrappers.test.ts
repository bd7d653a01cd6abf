import { describe, expect, test } from 'vitest';
import type { TensorStore } from '../../src/checkpoint/index.js';
import { planModel } from '../../src/models/index.js';
import { huggingFace, speechBrain } from './changed-checkpoint.js';
import { fixture, readSamples } from './golden.js';
import { runPlan } from './open-model.js';

/** The same store with other names. */
function renamed(store: TensorStore, rename: (name: string) => string): TensorStore {
  const old = new Map([...store.tensors.keys()].map((name) => [rename(name), name]));
  return {
    tensors: new Map(
      [...store.tensors.values()].map((info) => [
        rename(info.name),
        { ...info, name: rename(info.name) },
      ]),
    ),
    read: (name) => store.read(old.get(name) ?? ''),
  };
}

const samples = readSamples(fixture('audio/low-0.4s.wav'));

describe.each([
  ['DataParallel', 'module.'],
  ['torch.compile', '_orig_mod.'],
  ['Lightning', 'state_dict.model.'],
  ['several wrappers', 'model.module._orig_mod.'],
])('the names that %s puts before encoder and head', (_, prefix) => {
  test.each(['wav2vec2-base', 'wav2vec2-large', 'audeering'])(
    'change nothing in %s',
    async (name) => {
      const whole = await huggingFace(name);
      const store = renamed(whole.store, (tensor) => prefix + tensor);
      const { config } = whole;
      // Without a class name, the head is recognised by its tensors.
      for (const architectures of [config.architectures, []]) {
        const plan = planModel({ ...whole, store, config: { ...config, architectures } });
        const found = await (await runPlan(plan)).run(samples);
        const expected = await (await runPlan(planModel(whole))).run(samples);
        expect(found.logits.data).toEqual(expected.logits.data);
      }
    },
  );

  test.each([
    ['speechbrain-wav2vec2', 'wav2vec2'],
    ['speechbrain-wav2vec2', 'model'],
    ['speechbrain-ecapa', 'embedding_model'],
    ['speechbrain-ecapa', 'classifier'],
  ])('change nothing in %s (%s)', async (name, key) => {
    const plain = planModel(await speechBrain(name, key, (store) => store));
    const wrapped = planModel(
      await speechBrain(name, key, (store) => renamed(store, (tensor) => prefix + tensor)),
    );
    expect(wrapped.parameters).toBe(plain.parameters);
    const found = await (await runPlan(wrapped)).run(samples);
    const expected = await (await runPlan(plain)).run(samples);
    expect(found.logits.data).toEqual(expected.logits.data);
  });
});

test('an encoder that was compiled alone is found, and its head too', async () => {
  const whole = await huggingFace('hubert-base');
  const store = renamed(whole.store, (name) => name.replace(/^hubert\./, 'hubert._orig_mod.'));
  expect(planModel({ ...whole, store }).parameters).toBe(planModel(whole).parameters);
});

test('what a wrapper holds besides the model is named', async () => {
  const whole = await huggingFace('wav2vec2-base');
  const store = renamed(whole.store, (name) => `model.${name}`);
  const tensors = new Map([
    ...store.tensors,
    ['criterion.weight', { name: 'criterion.weight', dtype: 'float32', shape: [4] }] as const,
  ]);
  expect(() => planModel({ ...whole, store: { ...store, tensors } })).toThrow(
    /criterion.weight is not used/,
  );
});

test('one plan serves several precisions', async () => {
  const plan = planModel(await huggingFace('wavlm-base'));
  const sizes = [];
  for (const precision of ['fp32', 'fp16', 'int8-weights'] as const) {
    const { bytes, parameters } = await runPlan({
      ...plan,
      build: () => plan.build({ precision }),
    });
    sizes.push(bytes);
    expect(parameters).toBeGreaterThan(0);
  }
  expect(new Set(sizes).size).toBe(3);
  expect(plan).toMatchObject({ hiddenSize: 24, layers: Number(plan.settings['numHiddenLayers']) });
});
