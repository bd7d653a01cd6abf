import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { choosePrecision } from '../../src/conversion/choose-precision.js';
import type { ConvertOptions } from '../../src/conversion/index.js';
import { prepareBundle } from '../../src/node/index.js';
import { convertFixture } from '../support/convert-fixture.js';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wav2emo-precision-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const convert = (target: string, model: string, options: ConvertOptions) =>
  convertFixture(join(folder, target), model, options);

test.each([
  [{ hiddenSize: 768 }, 'int8'],
  [{ hiddenSize: 1024 }, 'int8'],
  [{ hiddenSize: 384 }, 'fp32'],
  [{ channels: [1024, 1024] }, 'fp32'],
])('a model of %j is taken in %s', (settings, expected) => {
  expect(choosePrecision({ settings })).toBe(expected);
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
