import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { choosePrecision } from '../../src/classifier/choose-precision.js';
import {
  checksumCheckpoint,
  convertCheckpoint,
  type ConvertOptions,
  manifestSchema,
  prepareBundle,
} from '../../src/classifier/index.js';
import { checkpointFolder } from '../support/fixtures.js';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wav2emo-precision-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function convert(target: string, model: string, options: ConvertOptions) {
  const source = { folder: checkpointFolder(model) };
  await convertCheckpoint(source, await checksumCheckpoint(source), join(folder, target), options);
  const text = await readFile(join(folder, target, 'model.json'), 'utf8');
  return manifestSchema.parse(JSON.parse(text));
}

test.each([
  [{ hiddenSize: 768 }, 'int8'],
  [{ hiddenSize: 1024 }, 'int8'],
  [{ hiddenSize: 384 }, 'fp32'],
  [{ channels: [1024, 1024] }, 'fp32'],
])('a model of %j is taken in %s where large encoders are in int8', (settings, expected) => {
  expect(choosePrecision({ settings }, 'int8')).toBe(expected);
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
