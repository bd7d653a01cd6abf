import { cp, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  type BundleManifest,
  convertCheckpoint,
  EmotionClassifier,
  type Heads,
  inspectModel,
  prepareBundle,
} from '../../src/index.js';
import { checkpointFolder } from '../support/fixtures.js';
import { seededHeads } from '../support/heads-bundle.js';
import { makeWav, voice } from '../support/make-wav.js';

const recording = new Blob([makeWav(1.3, voice)]);
let folder: string;
let checkpoint: string;
let target: string;
let embeddingSize: number;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wav2emo-heads-'));
  checkpoint = join(folder, 'checkpoint');
  target = join(folder, 'bundle');
  const source = checkpointFolder('speechbrain-wav2vec2');
  await cp(source, checkpoint, { recursive: true });
  embeddingSize = (await prepareBundle({ source })).manifest.architecture.embeddingSize;
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const writeHeads = (heads: Heads) =>
  writeFile(join(checkpoint, 'heads.json'), JSON.stringify(heads));
const convert = () => convertCheckpoint({ source: { folder: checkpoint }, target });

test('heads beside a checkpoint become a part of the bundle, with their checksum', async () => {
  const heads = seededHeads({ embeddingSize });
  await writeHeads(heads);
  await convert();
  const text = await readFile(join(target, 'model.json'), 'utf8');
  const manifest = JSON.parse(text) as BundleManifest;
  expect(manifest.version).toBe(2);
  expect(manifest.files.map(({ path }) => path)).toContain('heads.json');
  expect(manifest.provenance.files.map(({ path }) => path)).toContain('heads.json');
  expect((await prepareBundle({ source: target })).heads).toEqual(heads);
  // Compares the checksums.
  const report = await inspectModel({ folder: target });
  expect(report.heads).toEqual({
    absolute: heads.absolute?.calibration,
    relative: heads.relative?.calibration,
  });
});

test('a checkpoint without heads becomes a bundle of version 1', async () => {
  await convert();
  const { manifest, heads } = await prepareBundle({ source: target });
  expect(manifest.version).toBe(1);
  expect(heads).toBeUndefined();
});

test('an absolute head replaces the logits of the graph, and may have other labels', async () => {
  const labels = ['calm', 'cheerful', 'rushed'];
  const heads = seededHeads({ embeddingSize, labels });
  await using plain = await EmotionClassifier.fromHparams({ source: checkpoint });
  await writeHeads(heads);
  await convert();
  await using classifier = await EmotionClassifier.fromHparams({ source: target });
  expect(classifier.labels).toEqual([
    { id: 'calm', en: 'calm', zh: '平静' },
    { id: 'cheerful', en: 'cheerful', zh: 'cheerful' },
    { id: 'rushed', en: 'rushed', zh: 'rushed' },
  ]);
  const before = await plain.classifyFile(recording);
  const after = await classifier.classifyFile(recording);
  expect(after.embedding).toEqual(before.embedding);
  const { weight, bias } = heads.absolute ?? { weight: [], bias: [] };
  for (const [at, row] of weight.entries()) {
    const sum = row.reduce((total, w, k) => total + w * (after.embedding[k] ?? NaN), 0);
    expect(after.logits[at]).toBeCloseTo(sum + (bias[at] ?? NaN), 5);
  }
  expect(labels).toContain(after.label);
  expect(JSON.parse(JSON.stringify(after))).toMatchObject({ comparedWith: { head: 'absolute' } });
});

test('without an absolute head the logits of the graph stay as they are', async () => {
  await using plain = await EmotionClassifier.fromHparams({ source: checkpoint });
  const labels = plain.labels.map(({ id }) => id);
  await writeHeads(seededHeads({ embeddingSize, labels, absolute: false }));
  await using classifier = await EmotionClassifier.fromHparams({ source: checkpoint });
  const expected = await plain.classifyFile(recording);
  const found = await classifier.classifyFile(recording);
  expect(found.comparedWith).toEqual({ head: 'absolute' });
  expect(found.logits).toEqual(expected.logits);
  expect(found.probabilities).toEqual(expected.probabilities);
});

test('a checkpoint with other heads is another model of the cache', async () => {
  await writeHeads(seededHeads({ embeddingSize }));
  const first = await prepareBundle({ source: checkpoint });
  await writeHeads(seededHeads({ embeddingSize, seed: 12 }));
  const second = await prepareBundle({ source: checkpoint });
  expect(second.folder).not.toBe(first.folder);
  expect(second.heads).not.toEqual(first.heads);
});

test('a smaller graph is compared by its absolute head', async () => {
  await writeHeads(seededHeads({ embeddingSize, labels: ['a', 'b', 'c'] }));
  await convertCheckpoint({
    ...{ source: { folder: checkpoint }, target, precision: 'int8-weights', allowInexact: true },
  });
  const { manifest } = await prepareBundle({ source: target });
  expect(manifest.reduction?.distance.meanDifference).toBeGreaterThan(0);
});

test.each([
  ['of another size', () => seededHeads({ embeddingSize: embeddingSize + 1 }), 'mismatch'],
  ['with a row missing', () => withoutRow(seededHeads({ embeddingSize })), 'corrupt'],
])('heads %s are refused, and nothing is left behind', async (_name, make, code) => {
  await writeHeads(make());
  await expect(convert()).rejects.toMatchObject({ code: `checkpoint-${code}` });
  await expect(readFile(join(target, 'model.json'))).rejects.toThrow('ENOENT');
});

test('a file of heads that is larger than any is refused before it is read', async () => {
  const place = join(checkpoint, 'heads.json');
  await writeFile(place, '');
  await truncate(place, 1e9);
  await expect(convert()).rejects.toMatchObject({
    code: 'checkpoint-corrupt',
    message: expect.stringContaining('heads.json has 1000000000 bytes') as string,
  });
});

test('a bundle whose heads were changed is refused: by their size, or by inspect', async () => {
  await writeHeads(seededHeads({ embeddingSize }));
  await convert();
  const place = join(target, 'heads.json');
  const text = await readFile(place, 'utf8');
  await writeFile(place, text.replace('"neu"', '"abc"'));
  await expect(inspectModel({ folder: target })).rejects.toMatchObject({
    code: 'checkpoint-corrupt',
    message: expect.stringContaining('heads.json') as string,
  });
  await writeFile(place, `${text} `);
  await expect(EmotionClassifier.fromHparams({ source: target })).rejects.toMatchObject({
    code: 'checkpoint-corrupt',
  });
  await rm(place);
  await expect(EmotionClassifier.fromHparams({ source: target })).rejects.toMatchObject({
    code: 'file-not-found',
  });
});

test('heads beside a regression model are refused', async () => {
  const regressor = join(folder, 'regressor');
  await cp(checkpointFolder('audeering'), regressor, { recursive: true });
  const heads = JSON.stringify(seededHeads({ embeddingSize }));
  await writeFile(join(regressor, 'heads.json'), heads);
  await expect(convertCheckpoint({ source: { folder: regressor }, target })).rejects.toMatchObject({
    code: 'checkpoint-mismatch',
    message: expect.stringContaining('predicts dimensions') as string,
  });
});

function withoutRow(heads: Heads): Heads {
  const { absolute } = heads;
  return absolute
    ? { ...heads, absolute: { ...absolute, weight: absolute.weight.slice(1) } }
    : heads;
}
