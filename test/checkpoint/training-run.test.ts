import { readdir } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type BlobFolder, memoryFolder } from '../../src/checkpoint/files/blob-folder.js';
import { openFolder } from '../../src/checkpoint/files/open-folder.js';
import { openCheckpoint } from '../../src/checkpoint/open-checkpoint.js';
import { fixtureBlob, fixturePath } from './fixtures.js';

const FIXTURE = 'training-run';
const CHECKPOINT = 'save/CKPT+2026-11-27+12-00-00+00';
const LATER = 'save/CKPT+2026-11-27+13-00-00+00';

/** The fixture in memory with files added or (undefined) removed. */
async function changed(changes: Readonly<Record<string, Blob | string | undefined>> = {}) {
  const files = new Map<string, Blob>();
  const root = fixturePath(FIXTURE);
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const folder = relative(root, entry.parentPath).split(sep).join('/');
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    files.set(path, await fixtureBlob(`${FIXTURE}/${path}`));
  }
  for (const [path, content] of Object.entries(changes)) {
    if (content === undefined) files.delete(path);
    else files.set(path, new Blob([content]));
  }
  return memoryFolder(FIXTURE, Object.fromEntries(files));
}

async function weightsOf(folder: BlobFolder): Promise<readonly string[]> {
  const { files } = await openCheckpoint(folder);
  return files.map(({ path }) => path).filter((path) => path.endsWith('.ckpt'));
}

/** The weights of the fixture in a second checkpoint with its own figures. */
async function withLater(meta: string) {
  const copy = (name: string) => fixtureBlob(`${FIXTURE}/${CHECKPOINT}/${name}`);
  return changed({
    [`${LATER}/CKPT.yaml`]: meta,
    [`${LATER}/model.ckpt`]: await copy('model.ckpt'),
    [`${LATER}/wav2vec2.ckpt`]: await copy('wav2vec2.ckpt'),
  });
}

test('the results of a SpeechBrain recipe open like a published model', async () => {
  const checkpoint = await openCheckpoint(await openFolder(fixturePath(FIXTURE)));
  if (checkpoint.format !== 'speechbrain') throw new Error('expected a SpeechBrain checkpoint');
  expect([...checkpoint.stores.keys()]).toEqual(['model', 'wav2vec2']);
  expect(checkpoint.labels.toSorted()).toEqual(['ang', 'hap', 'neu', 'sad']);
  expect(checkpoint.files.map(({ path }) => path)).toContain('save/label_encoder.txt');
});

describe('of several checkpoints', () => {
  test('the one with the lowest error of the validation is taken', async () => {
    const better = await withLater('error_rate: 0.2\nunixtime: 1795784000\n');
    expect(await weightsOf(better)).toEqual([`${LATER}/model.ckpt`, `${LATER}/wav2vec2.ckpt`]);
    const worse = await withLater('error_rate: 0.9\nunixtime: 1795789999\n');
    expect(await weightsOf(worse)).toContain(`${CHECKPOINT}/model.ckpt`);
  });

  test('one that was saved within an epoch has no error and is passed over', async () => {
    const folder = await withLater('end-of-epoch: false\nunixtime: 1795789999\n');
    expect(await weightsOf(folder)).toContain(`${CHECKPOINT}/model.ckpt`);
  });

  test('the latest is taken if their errors are equal', async () => {
    const folder = await withLater('error_rate: 0.75\nunixtime: 1895784000\n');
    expect(await weightsOf(folder)).toContain(`${LATER}/model.ckpt`);
  });
});

describe('what is not a finished training is refused in words', () => {
  test.each([
    ['no checkpoint', { [CHECKPOINT]: undefined }, /no folder CKPT\+…, expected the results/],
    ['no classes', { 'save/label_encoder.txt': undefined }, /no label_encoder.txt/],
  ])('%s', async (_, changes, message) => {
    const inside = await readdir(fixturePath(`${FIXTURE}/${CHECKPOINT}`));
    const removed = CHECKPOINT in changes ? inside.map((name) => `${CHECKPOINT}/${name}`) : [];
    const all = { ...changes, ...Object.fromEntries(removed.map((path) => [path, undefined])) };
    await expect(openCheckpoint(await changed(all))).rejects.toThrow(message);
  });

  test('no weights', async () => {
    const names = ['model', 'wav2vec2'].map((key) => `${CHECKPOINT}/${key}.ckpt`);
    const folder = await changed(Object.fromEntries(names.map((name) => [name, undefined])));
    await expect(openCheckpoint(folder)).rejects.toThrow(/no weights of a module/);
  });

  test('figures that are not YAML', async () => {
    const folder = await changed({ [`${CHECKPOINT}/CKPT.yaml`]: '{ error_rate: [' });
    await expect(openCheckpoint(folder)).rejects.toThrow(/CKPT.yaml/);
  });
});
