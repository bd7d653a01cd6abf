import { describe, expect, test } from 'vitest';
import type { OdysseyCheckpoint } from '../../src/checkpoint/index.js';
import { planModel } from '../../src/models/index.js';
import { changedCheckpoint } from './changed-checkpoint.js';
import { withTensors } from './seeded-store.js';

async function odyssey(
  name = 'odyssey-categorical',
  replace: (text: string) => string = (text) => text,
): Promise<OdysseyCheckpoint> {
  const checkpoint = await changedCheckpoint(name, 'config.json', replace);
  if (checkpoint.format !== 'huggingface' || checkpoint.family !== 'odyssey') {
    throw new Error(`${name} has another layout`);
  }
  return checkpoint;
}

test('classes are told from attributes by their names', async () => {
  expect(planModel(await odyssey())).toMatchObject({
    architecture: 'wavlm',
    task: 'classification',
    normalisation: 'waveform-constants',
    embeddingSize: 48,
  });
  expect(planModel(await odyssey('odyssey-attributes'))).toMatchObject({
    task: 'regression',
    labels: ['arousal', 'dominance', 'valence'],
  });
});

test('outputs without names are refused', async () => {
  const checkpoint = await odyssey('odyssey-attributes', (text) =>
    text.replace(/"id2label": \{[^}]*\},/, ''),
  );
  expect(checkpoint.labels).toEqual(['LABEL_0', 'LABEL_1', 'LABEL_2']);
  expect(() => planModel(checkpoint)).toThrow(/3 outputs and its files name none.*--labels/);
});

describe('its encoder', () => {
  test('is the published one that config.json names', async () => {
    const { encoder, ...published } = await odyssey();
    expect(encoder?.hiddenSize).toBe(24);
    expect(() => planModel(published)).toThrow(/ssl_model.encoder.* \[1024\]/);
  });

  test('must be known, or its settings beside config.json', async () => {
    const { encoder, ...published } = await odyssey('odyssey-categorical', (text) =>
      text.replace('microsoft/wavlm-large', 'somebody/other'),
    );
    expect(planModel({ ...published, ...(encoder && { encoder }) }).hiddenSize).toBe(24);
    expect(() => planModel(published)).toThrow(/ssl_type is "somebody\/other".*encoder_config/);
  });
});

test('a scale of the input that makes no sense is refused', async () => {
  const change = (to: string) => odyssey('odyssey-categorical', (text) => text.replace('0.09', to));
  await expect(change('0')).rejects.toThrow(/std/);
  await expect(change('"a"')).rejects.toThrow(/std/);
});

test('further layers of its head are refused', async () => {
  const whole = await odyssey();
  const store = withTensors(whole.store, { 'ser_model.fc.1.0.weight': [24, 24] });
  expect(() => planModel({ ...whole, store })).toThrow(/ser_model.fc.1.0.weight is not used/);
});
