import { describe, expect, test } from 'vitest';
import type { HuggingFaceCheckpoint, TensorStore } from '../../src/checkpoint/index.js';
import { CheckpointError } from '../../src/errors.js';
import { planModel } from '../../src/models/index.js';
import { huggingFace } from './changed-checkpoint.js';
import { distance, fixture, readSamples } from './golden.js';
import { runPlan } from './open-model.js';
import { withTensors } from './seeded-store.js';

const samples = readSamples(fixture('audio/low-0.4s.wav'));

type Changes = {
  readonly config?: Partial<HuggingFaceCheckpoint['config']>;
  readonly store?: TensorStore;
  readonly rest?: Partial<HuggingFaceCheckpoint>;
};

async function audeering({ config, store, rest }: Changes = {}): Promise<HuggingFaceCheckpoint> {
  const whole = await huggingFace('audeering');
  return { ...whole, ...rest, store: store ?? whole.store, config: { ...whole.config, ...config } };
}

async function compute(checkpoint: HuggingFaceCheckpoint) {
  const { embedding, logits } = await (await runPlan(planModel(checkpoint))).run(samples);
  return { embedding: [...embedding.data], logits: [...logits.data] };
}

/** The last layer of the fixture under another name, and without `dense` if asked. */
async function renamedLast(name: string, keepsDense: boolean): Promise<TensorStore> {
  const { store } = await huggingFace('audeering');
  const old = 'classifier.out_proj.';
  const tensors = new Map(
    [...store.tensors.values()]
      .filter(({ name: each }) => keepsDense || !each.startsWith('classifier.dense.'))
      .map((info) => ({ ...info, name: info.name.replace(old, name) }))
      .map((info) => [info.name, info] as const),
  );
  return { tensors, read: (each) => store.read(each.replace(name, old)) };
}

/** `W x + b` straight from the tensors. */
async function layer(store: TensorStore, name: string, x: readonly number[]): Promise<number[]> {
  const weight = await store.read(`${name}.weight`);
  const bias = await store.read(`${name}.bias`);
  return Array.from(bias, (b, row) =>
    x.reduce((sum, value, i) => sum + value * (weight[row * x.length + i] ?? 0), b),
  );
}

describe('a head is recognised by its tensors', () => {
  test.each([
    ['tanh', Math.tanh],
    ['relu', (x: number) => Math.max(0, x)],
    ['none', (x: number) => x],
  ] as const)('classifier.output with the activation %s', async (headActivation, activate) => {
    const store = await renamedLast('classifier.output.', true);
    const found = await compute(await audeering({ store, rest: { headActivation } }));
    const dense = await layer(store, 'classifier.dense', found.embedding);
    const expected = await layer(store, 'classifier.output', dense.map(activate));
    expect(distance(found.logits, expected)).toBeLessThan(1e-5);
  });

  test('classifier.output without an activation is refused, and names the option', async () => {
    const store = await renamedLast('classifier.output.', true);
    const checkpoint = await audeering({ store });
    expect(() => planModel(checkpoint)).toThrow(/--head-activation .*tanh, relu, none/);
  });

  test('an activation for a head that needs none is refused', async () => {
    const checkpoint = await audeering({ rest: { headActivation: 'relu' } });
    expect(() => planModel(checkpoint)).toThrow(/Leave it out/);
  });

  test('whatever class name config.json has', async () => {
    const expected = await compute(await audeering());
    const architectures = ['Wav2Vec2ForSequenceClassification'];
    expect(await compute(await audeering({ config: { architectures } }))).toEqual(expected);
  });

  test('lm_head is averaged over time if its outputs have names', async () => {
    const store = await renamedLast('lm_head.', false);
    const config = { architectures: ['Wav2Vec2ForCTC'], problemType: undefined };
    const found = await compute(await audeering({ store, config }));
    const expected = await layer(store, 'lm_head', found.embedding);
    expect(distance(found.logits, expected)).toBeLessThan(1e-5);
    const unnamed = await audeering({ store, config, rest: { labels: [] } });
    expect(() => planModel(unnamed)).toThrow(/speech recognition.*--labels/);
  });

  test('a checkpoint without a head is refused, with its class and other tensors', async () => {
    const whole = await huggingFace('wav2vec2-base');
    const changes = [...whole.store.tensors.keys()].filter((name) =>
      /^(projector|classifier)/.test(name),
    );
    const store = withTensors(whole.store, {
      ...Object.fromEntries(changes.map((name) => [name, undefined])),
      'age.dense.weight': [24, 24],
    });
    const config = { ...whole.config, architectures: ['AgeGenderModel'] };
    expect(() => planModel({ ...whole, store, config })).toThrow(
      /age and for gender.*AgeGenderModel/,
    );
  });
});

test('frames are pooled by pooling_mode', async () => {
  const [mean, sum, max] = await Promise.all(
    (['mean', 'sum', 'max'] as const).map(async (poolingMode) =>
      compute(await audeering({ config: { poolingMode } })),
    ),
  );
  // 0.4 s have 19 frames.
  const scaled = (mean?.embedding ?? []).map((x) => x * 19);
  expect(distance(sum?.embedding ?? [], scaled)).toBeLessThan(1e-4);
  expect(max?.embedding.every((x, i) => x > (mean?.embedding[i] ?? Infinity))).toBe(true);
});

test('the outputs of a multi-label model are sigmoids', async () => {
  const { logits } = await compute(await audeering());
  const problemType = 'multi_label_classification';
  const found = await compute(await audeering({ config: { problemType } }));
  const expected = logits.map((x) => 1 / (1 + Math.exp(-x)));
  expect(distance(found.logits, expected)).toBeLessThan(1e-6);
});

test('labels are counted by the rows of the last layer', async () => {
  expect(planModel(await audeering({ rest: { labels: [] } })).labels).toEqual([
    'LABEL_0',
    'LABEL_1',
    'LABEL_2',
  ]);
});

test('an adapter that is not merged is refused by name', async () => {
  const whole = await audeering();
  const name = 'wav2vec2.encoder.layers.0.feed_forward.output_dense.lora_A';
  const store = withTensors(whole.store, { [name]: [16, 24] });
  expect(() => planModel({ ...whole, store })).toThrow(/LoRA.*lora_A.*Merge/);
});

test.each([
  ['classifier.output.', true, { headActivation: 'relu' }],
  ['lm_head.', false, {}],
] as const)('dropping any tensor of a model with %s is an error', async (last, dense, rest) => {
  const whole = await audeering({ store: await renamedLast(last, dense), rest });
  expect(() => planModel(whole)).not.toThrow();
  for (const name of whole.store.tensors.keys()) {
    if (name.endsWith('masked_spec_embed')) continue;
    const store = withTensors(whole.store, { [name]: undefined });
    expect(() => planModel({ ...whole, store }), name).toThrow(CheckpointError);
  }
});
