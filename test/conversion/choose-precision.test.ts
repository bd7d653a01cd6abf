import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { choosePrecision } from '../../src/conversion/choose-precision.js';
import { prepareBundle } from '../../src/node/index.js';
import { convertFixture, type FixtureOptions } from '../support/convert-fixture.js';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wav2emo-precision-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const convert = (target: string, model: string, options: FixtureOptions) =>
  convertFixture(join(folder, target), model, options);

test.each([
  [{ hiddenSize: 768 }, 'int8'],
  [{ hiddenSize: 1024 }, 'int8'],
  [{ hiddenSize: 384 }, 'fp32'],
  [{}, 'fp32'],
])('a model with %j is converted in %s', (description, expected) => {
  expect(choosePrecision(description)).toBe(expected);
});

test('a graph that differs too much from the full model is made in the fallback precision', async () => {
  // The random head of this model returns other labels in int8.
  const options = { precision: 'int8', fallback: 'fp32' } as const;
  const manifest = await convert('back', 'hubert-base', options);
  expect(manifest.precision).toBe('fp32');
  expect(manifest.reduction).toBeUndefined();
  const exact = await convert('forth', 'hubert-large', options);
  expect(exact.precision).toBe('int8');
});

test('auto converts a small model in fp32 and accepts a bundle in any precision', async () => {
  expect((await convert('auto', 'wavlm-base', { precision: 'auto' })).precision).toBe('fp32');
  const bundle = await prepareBundle({ source: join(folder, 'auto'), precision: 'auto' });
  expect(bundle.manifest.precision).toBe('fp32');
});
