import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  type Calibration,
  convertCheckpoint,
  EmotionClassifier,
  openEmotionModel,
  prepareBundle,
} from '../../src/index.js';
import { checkpointFolder } from '../support/fixtures.js';
import { makeWav, voice } from '../support/make-wav.js';

const source = checkpointFolder('speechbrain-wav2vec2');
const recording = new Blob([makeWav(1.3, voice)]);
const long = Float32Array.from({ length: 47 * 16_000 }, (_, at) => voice(at / 16_000));
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wav2emo-calibration-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function convert(name: string, calibration: Calibration): Promise<string> {
  const target = join(folder, 'bundle');
  await convertCheckpoint({ source: { folder: checkpointFolder(name) }, target, calibration });
  return target;
}

const softmax = (logits: Float32Array, temperature: number) => {
  const powers = Array.from(logits, (logit) => Math.exp(logit / temperature));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
};

const distance = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.max(...Array.from(a, (value, at) => Math.abs(value - (b[at] ?? NaN))));

test('probabilities are the softmax of the logits over the temperature', async () => {
  await using plain = await EmotionClassifier.fromHparams({ source });
  const calibrated = await convert('speechbrain-wav2vec2', { temperature: 0.25 });
  await using sure = await EmotionClassifier.fromHparams({ source: calibrated });
  const before = await plain.classifyFile(recording);
  const after = await sure.classifyFile(recording);
  expect(after.logits).toEqual(before.logits);
  expect(distance(after.probabilities, softmax(before.logits, 0.25))).toBeLessThan(1e-7);
  expect(distance(after.probabilities, before.probabilities)).toBeGreaterThan(0.01);
  expect(after.label).toBe(before.label);
  expect(after.score).toBe(Math.max(...after.probabilities));
});

test('a batch and each window of a long recording are calibrated as single files are', async () => {
  const calibrated = await convert('speechbrain-wav2vec2', { temperature: 0.25 });
  await using classifier = await EmotionClassifier.fromHparams({ source: calibrated });
  const samples = await classifier.loadAudio(recording);
  const [, second] = await classifier.classifyBatch([long.subarray(0, 16_000), samples]);
  expect(second).toEqual(await classifier.classifyFile(recording));
  const [whole] = await classifier.classifyBatch(long);
  const halves = await classifier.classifyBatch([
    long.subarray(0, long.length / 2),
    long.subarray(long.length / 2),
  ]);
  const mean = [0, 1, 2, 3].map((at) =>
    halves.reduce((sum, half) => sum + (half.probabilities[at] ?? NaN) / 2, 0),
  );
  expect(distance(whole?.probabilities ?? [], mean)).toBeLessThan(1e-7);
});

test('a result below the threshold has the finding uncertain, with its highest probability', async () => {
  const { score } = await (await EmotionClassifier.fromHparams({ source })).classifyFile(recording);
  const findUncertain = async (uncertainBelow: number) => {
    const bundle = await convert('speechbrain-wav2vec2', { temperature: 1, uncertainBelow });
    await using classifier = await EmotionClassifier.fromHparams({ source: bundle });
    const { findings } = await classifier.classifyFile(recording);
    await rm(bundle, { recursive: true });
    return findings.filter(({ code }) => code === 'uncertain');
  };
  expect(await findUncertain(score + 0.001)).toEqual([{ code: 'uncertain', value: score }]);
  expect(await findUncertain(score - 0.001)).toEqual([]);
});

test('silence and noise have a finding that voids the result, and not also uncertain', async () => {
  const bundle = await convert('speechbrain-wav2vec2', { temperature: 1, uncertainBelow: 0.99 });
  await using classifier = await EmotionClassifier.fromHparams({ source: bundle });
  const noise = (time: number) => 0.2 * Math.sin(9e6 * time * time);
  for (const [code, signal] of [['silent', () => 0] as const, ['no-speech', noise] as const]) {
    const { findings } = await classifier.classifyFile(new Blob([makeWav(1, signal)]));
    expect(findings.map((finding) => finding.code)).toEqual([code]);
  }
});

test('without a threshold no result has the finding uncertain', async () => {
  const bundle = await convert('speechbrain-wav2vec2', { temperature: 19 });
  await using classifier = await EmotionClassifier.fromHparams({ source: bundle });
  const { findings, score } = await classifier.classifyFile(recording);
  expect(score).toBeLessThan(0.3);
  expect(findings.map(({ code }) => code)).not.toContain('uncertain');
});

test('a calibration of a regression model is refused, at conversion and in a bundle', async () => {
  await expect(convert('audeering', { temperature: 2 })).rejects.toMatchObject({
    code: 'checkpoint-mismatch',
  });
  const bundle = join(folder, 'regression');
  const prepared = await prepareBundle({ source: checkpointFolder('audeering') });
  await cp(prepared.folder, bundle, { recursive: true });
  await writeFile(
    join(bundle, 'model.json'),
    JSON.stringify({ ...prepared.manifest, calibration: { temperature: 2 } }),
  );
  await expect(openEmotionModel({ source: bundle })).rejects.toMatchObject({
    code: 'checkpoint-corrupt',
    message: expect.stringContaining('regression') as string,
  });
});

test.each([
  { temperature: 0 },
  { temperature: 0.05 },
  { temperature: 20 },
  { temperature: 1, uncertainBelow: 0 },
  { temperature: 1, uncertainBelow: 1 },
])('a bundle with the calibration %j is refused', async (calibration) => {
  const bundle = await convert('speechbrain-wav2vec2', { temperature: 1 });
  const path = join(bundle, 'model.json');
  const manifest = JSON.parse(await readFile(path, 'utf8')) as object;
  await writeFile(path, JSON.stringify({ ...manifest, calibration }));
  await expect(EmotionClassifier.fromHparams({ source: bundle })).rejects.toMatchObject({
    code: 'checkpoint-corrupt',
  });
});
