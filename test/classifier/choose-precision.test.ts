import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { choosePrecision, largeEncoderPrecision } from '../../src/classifier/choose-precision.js';
import { type ConvertOptions, prepareBundle } from '../../src/classifier/index.js';
import { refuseOverflow } from '../../src/classifier/refuse-overflow.js';
import { convertFixture } from '../support/convert-fixture.js';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wav2emo-precision-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const reductionOf = (weightBits: 7 | 8) => ({
  weightBits,
  distance: { recordings: 1, protocol: 'none', meanDifference: 0, largestDifference: 0 },
});

const convert = (target: string, model: string, options: ConvertOptions) =>
  convertFixture(join(folder, target), model, options);

test.each([
  [{ hiddenSize: 768 }, 'int8'],
  [{ hiddenSize: 1024 }, 'int8'],
  [{ hiddenSize: 384 }, 'fp32'],
  [{ channels: [1024, 1024] }, 'fp32'],
])('a model of %j is taken in %s where large encoders are in int8', (settings, expected) => {
  expect(choosePrecision({ settings }, 'int8')).toBe(expected);
});

const [yes, no] = [() => Promise.resolve(true), () => Promise.resolve(false)];

test('large encoders are in int8 where the processor multiplies bytes', async () => {
  expect(await largeEncoderPrecision(yes)).toBe('int8');
  expect(await largeEncoderPrecision(no)).toBe('fp32');
});

test('8-bit weights are refused where they overflow, and nothing else is', async () => {
  const eight = { name: 'mine', precision: 'int8', reduction: reductionOf(8) } as const;
  await expect(refuseOverflow(eight, no)).rejects.toThrow(
    /mine is a bundle in int8 with weights of 8 bits, which overflow .* Convert/,
  );
  await refuseOverflow(eight, yes);
  await refuseOverflow({ ...eight, reduction: reductionOf(7) }, no);
  await refuseOverflow({ ...eight, precision: 'int8-weights' }, no);
  await refuseOverflow({ name: 'mine', precision: 'fp32' }, no);
});

test('what answers otherwise than the model is made in the precision to fall back on', async () => {
  // Its head of random numbers gives other labels in int8.
  const options = { precision: 'int8', fallback: 'fp32' } as const;
  const manifest = await convert('back', 'hubert-base', options);
  expect(manifest.precision).toBe('fp32');
  expect(manifest.reduction).toBeUndefined();
  const exact = await convert('forth', 'hubert-large', options);
  expect(exact.precision).toBe('int8');
});

test('a small model without a choice is in fp32, and a bundle stays as it is', async () => {
  expect((await convert('auto', 'wavlm-base', { precision: 'auto' })).precision).toBe('fp32');
  const bundle = await prepareBundle({ source: join(folder, 'auto'), precision: 'auto' });
  expect(bundle.manifest.precision).toBe('fp32');
});
