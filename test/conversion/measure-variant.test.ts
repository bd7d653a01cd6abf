import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EmotionClassifier } from '../../src/classifier/index.js';
import { prepareBundle } from '../../src/node/index.js';
import { syntheticSounds } from '../../src/conversion/synthetic-sounds.js';
import { convertFixture, type FixtureOptions } from '../support/convert-fixture.js';
import { checkpointFolder } from '../support/fixtures.js';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wav2emo-reduction-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const convert = (target: string, model: string, options: FixtureOptions) =>
  convertFixture(join(folder, target), model, options);

const firstSounds = (count: number) => ({
  protocol: 'the first synthetic sounds',
  count,
  read: () => [...syntheticSounds()].slice(0, count),
});

describe('a bundle in int8', () => {
  test('states its difference from fp32 and leaves nothing of fp32 behind', async () => {
    const manifest = await convert('int8', 'hubert-large', { precision: 'int8' });
    expect(manifest.precision).toBe('int8');
    expect(manifest.reduction?.distance).toMatchObject({ recordings: 24, labelAgreement: 1 });
    const { meanDifference = 0, largestDifference = 0 } = manifest.reduction?.distance ?? {};
    expect(meanDifference).toBeGreaterThan(0);
    expect(largestDifference).toBeGreaterThanOrEqual(meanDifference);
    expect((await readdir(join(folder, 'int8'))).sort()).toEqual([
      'model.json',
      'model.onnx',
      'model.onnx.data',
    ]);
  });

  test('is cached beside that in fp32 and differs from it by no more than it states', async () => {
    const source = checkpointFolder('hubert-large');
    const [exact, rounded] = [
      await prepareBundle({ source }),
      await prepareBundle({ source, precision: 'int8' }),
    ];
    expect(rounded.folder).not.toBe(exact.folder);
    expect((await prepareBundle({ source, precision: 'int8' })).folder).toBe(rounded.folder);
    const [first = new Float32Array()] = syntheticSounds();
    await using whole = await EmotionClassifier.open(exact);
    await using smaller = await EmotionClassifier.open(rounded);
    const [[a], [b]] = [await whole.classifyBatch(first), await smaller.classifyBatch(first)];
    const largest = rounded.manifest.reduction?.distance.largestDifference ?? 0;
    for (const [i, x] of a?.probabilities.entries() ?? []) {
      expect(Math.abs(x - (b?.probabilities[i] ?? NaN))).toBeLessThanOrEqual(largest);
    }
    expect(b?.logits).not.toEqual(a?.logits);
  });

  test('is refused if it returns other labels than fp32', async () => {
    // The random head of this model returns nearly equal probabilities.
    await expect(convert('refused', 'hubert-base', { precision: 'int8' })).rejects.toMatchObject({
      code: 'checkpoint-inexact',
    });
    expect(await readdir(folder)).not.toContain('refused');
  });

  test('is not made from a bundle in fp32', async () => {
    const { folder: source } = await prepareBundle({ source: checkpointFolder('wavlm-base') });
    await expect(prepareBundle({ source, precision: 'int8' })).rejects.toThrow(
      /is a bundle in fp32, expected int8/,
    );
  });
});

test('fewer layers that differ from the full model are refused, and kept if that is allowed', async () => {
  const options = { layers: 1, recordings: firstSounds(4) };
  await expect(convert('layers', 'hubert-large', options)).rejects.toThrow(
    /of 4 recordings, with a mean difference .* Convert the model in fp32 and with more layers/,
  );
  expect(await readdir(folder)).not.toContain('layers');
  const manifest = await convert('layers', 'hubert-large', { ...options, allowInexact: true });
  expect(manifest.architecture.settings['numHiddenLayers']).toBe(1);
  expect(manifest.reduction?.layersOf).toBeGreaterThan(1);
  expect(manifest.reduction?.distance.meanDifference).toBeGreaterThan(0.02);
});

test('the progress of the comparison is reported after each recording of each graph', async () => {
  const reports: number[][] = [];
  const onMeasure = (done: number, total: number) => reports.push([done, total]);
  const recordings = firstSounds(3);
  await convert('progress', 'hubert-large', { precision: 'int8', recordings, onMeasure });
  expect(reports).toEqual([1, 2, 3, 4, 5, 6].map((done) => [done, 6]));
});

test('recordings that are all too short are an error', async () => {
  const recordings = { protocol: 'short', count: 1, read: () => [new Float32Array(100)] };
  await expect(
    convert('short', 'wav2vec2-base', { precision: 'int8', recordings }),
  ).rejects.toThrow(/no recording of at least 400 samples/);
});

test('recordings that are others when they are read again are an error', async () => {
  let reads = 0;
  const recordings = {
    protocol: 'read once',
    count: 2,
    read: () => [...syntheticSounds()].slice(0, reads++ === 0 ? 2 : 1),
  };
  await expect(convert('once', 'hubert-large', { precision: 'int8', recordings })).rejects.toThrow(
    'Found 1 recordings of the smaller graph, expected 2',
  );
});

test('synthetic sounds are the same every time, audible and never clipped', () => {
  const [sounds, again] = [[...syntheticSounds()], [...syntheticSounds()]];
  expect(again).toEqual(sounds);
  expect(sounds.length).toBe(24);
  for (const sound of sounds) {
    expect(sound.length).toBeGreaterThanOrEqual(16_000);
    const largest = sound.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
    expect(largest).toBeGreaterThan(0.01);
    expect(largest).toBeLessThanOrEqual(1);
  }
});
