import { describe, expect, test } from 'vitest';
import { CheckpointError } from '../../src/errors.js';
import { planModel } from '../../src/models/index.js';
import { changedCheckpoint, huggingFace, speechBrain } from './changed-checkpoint.js';
import { planOf, runPlan } from './open-model.js';
import { withTensors } from './seeded-store.js';

const LAYER = 'wav2vec2.encoder.layers.0.attention';

/** The error of describing a checkpoint. */
function refusal(describe: () => unknown): CheckpointError {
  try {
    describe();
  } catch (error) {
    if (error instanceof CheckpointError) return error;
    throw error;
  }
  throw new Error('the checkpoint was accepted');
}

describe('tensors of a checkpoint', () => {
  test('that are missing are all named with the shape that was expected', async () => {
    const whole = await huggingFace('wav2vec2-base');
    const store = withTensors(whole.store, {
      [`${LAYER}.q_proj.weight`]: undefined,
      'classifier.bias': undefined,
    });
    const error = refusal(() => planModel({ ...whole, store }));
    expect(error.code).toBe('checkpoint-incomplete');
    expect(error.message).toContain('lacks 2 tensors');
    expect(error.message).toContain(`${LAYER}.q_proj.weight [24, 24]`);
    expect(error.message).toContain('classifier.bias [4]');
  });

  test('of another shape are named with both shapes', async () => {
    const whole = await huggingFace('wav2vec2-base');
    const store = withTensors(whole.store, { [`${LAYER}.q_proj.weight`]: [24, 23] });
    const error = refusal(() => planModel({ ...whole, store }));
    expect(error.code).toBe('checkpoint-mismatch');
    expect(error.message).toContain(`${LAYER}.q_proj.weight is [24, 23], expected [24, 24]`);
  });

  test.each(['lm_head.weight', 'wav2vec2.adapter.layers.0.conv.weight', 'classifier.dense.weight'])(
    'that the model would not use are an error: %s',
    async (name) => {
      const whole = await huggingFace('wav2vec2-base');
      const error = refusal(() =>
        planModel({ ...whole, store: withTensors(whole.store, { [name]: [4, 4] }) }),
      );
      expect(error.code).toBe('checkpoint-mismatch');
      expect(error.message).toContain(`${name} is not used`);
    },
  );

  test('of pre-training are left out in silence', async () => {
    const whole = await huggingFace('wav2vec2-base');
    const store = withTensors(whole.store, {
      'wav2vec2.masked_spec_embed': [24],
      'quantizer.codevectors': [1, 640, 128],
      'project_hid.weight': [256, 24],
      'project_q.bias': [256],
    });
    expect(planModel({ ...whole, store }).parameters).toBe(planModel(whole).parameters);
  });

  test('are checked in every file of a SpeechBrain folder', async () => {
    const name = 'blocks.1.se_block.conv1.conv.bias';
    const lacking = await speechBrain('speechbrain-ecapa', 'embedding_model', (store) =>
      withTensors(store, { [name]: undefined }),
    );
    expect(refusal(() => planModel(lacking)).message).toContain(`${name} [8]`);
    const wrong = await speechBrain('speechbrain-ecapa', 'classifier', (store) =>
      withTensors(store, { weight: [5, 12] }),
    );
    expect(refusal(() => planModel(wrong)).message).toContain(
      'weight is [5, 12], expected [4, 12]',
    );
  });

  test('without a config.json beside are those of the encoder that SpeechBrain names', async () => {
    const checkpoint = await changedCheckpoint('speechbrain-wav2vec2', '', (text) => text);
    if (checkpoint.format !== 'speechbrain') throw new Error('another layout');
    const { config, ...published } = checkpoint;
    expect(config?.hiddenSize).toBe(24);
    const error = refusal(() => planModel(published));
    expect(error.message).toContain('expected 768');
  });
});

describe('the positional convolution', () => {
  test('may have its weight norm folded in already', async () => {
    const whole = await huggingFace('hubert-base');
    const conv = 'hubert.encoder.pos_conv_embed.conv';
    const shape = whole.store.tensors.get(`${conv}.parametrizations.weight.original1`)?.shape ?? [];
    const changed = withTensors(whole.store, {
      [`${conv}.parametrizations.weight.original0`]: undefined,
      [`${conv}.parametrizations.weight.original1`]: undefined,
      [`${conv}.weight`]: shape,
    });
    const v = await whole.store.read(`${conv}.parametrizations.weight.original1`);
    const g = await whole.store.read(`${conv}.parametrizations.weight.original0`);
    const folded = foldByDefinition(v, g);
    const store = {
      tensors: changed.tensors,
      read: (name: string) =>
        name === `${conv}.weight` ? Promise.resolve(folded) : whole.store.read(name),
    };
    const samples = Float32Array.from({ length: 4000 }, (_, i) => Math.sin(i * i));
    const plain = await (await runPlan(planModel({ ...whole, store }))).run(samples);
    const normed = await (await runPlan(planModel(whole))).run(samples);
    for (const [i, x] of plain.logits.data.entries()) {
      expect(x).toBeCloseTo(normed.logits.data[i] ?? Number.NaN, 5);
    }
  });
});

describe('a plan', () => {
  test('counts trained numbers as the reference does', async () => {
    // sum(p.numel() for p in model.parameters()) in torch, masked_spec_embed left out
    const expected = { 'wav2vec2-base': 13675, 'speechbrain-ecapa': 8290, 'wavlm-large': 18377 };
    for (const [name, parameters] of Object.entries(expected)) {
      expect((await planOf(name)).parameters).toBe(parameters);
    }
  });

  test('says what the model is', async () => {
    expect(await planOf('wavlm-base')).toMatchObject({
      architecture: 'wavlm',
      task: 'classification',
      minimumSamples: 400,
      normalisation: 'none',
    });
    expect(await planOf('audeering')).toMatchObject({
      architecture: 'wav2vec2',
      task: 'regression',
      labels: ['arousal', 'dominance', 'valence'],
      normalisation: 'waveform',
    });
  });
});

/** `g · v / ‖v‖` for each tap, straight from the definition. */
function foldByDefinition(v: Float32Array, g: Float32Array): Float32Array {
  const taps = g.length;
  const lengths = Array.from(g, (_, tap) => Math.hypot(...v.filter((_, i) => i % taps === tap)));
  return v.map((x, i) => (x * (g[i % taps] ?? 0)) / (lengths[i % taps] ?? 0));
}
