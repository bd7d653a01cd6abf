import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { memoryFolder } from '../../src/checkpoint/files/blob-folder.js';
import type { HeadHints } from '../../src/checkpoint/huggingface/head-hints.js';
import { openCheckpoint } from '../../src/checkpoint/open-checkpoint.js';
import { fixtureBlob, fixturePath } from './fixtures.js';

const NUMBERED = { '0': 'LABEL_0', '1': 'LABEL_1', '2': 'LABEL_2', '3': 'LABEL_3' };

/** Opens wav2vec2-base with other labels in its config.json, and with a labels.txt. */
async function open(
  change: Record<string, unknown>,
  { labelsFile, ...hints }: HeadHints & { labelsFile?: string } = {},
) {
  const files: Record<string, Blob> = {};
  for (const file of await readdir(fixturePath('checkpoints/wav2vec2-base'))) {
    files[file] = await fixtureBlob(`checkpoints/wav2vec2-base/${file}`);
  }
  const config = JSON.parse((await files['config.json']?.text()) ?? '') as Record<string, unknown>;
  const changed = { ...config, ...change };
  files['config.json'] = new Blob([JSON.stringify(changed)]);
  if (labelsFile !== undefined) files['labels.txt'] = new Blob([labelsFile]);
  return openCheckpoint(memoryFolder('model', files), hints);
}

test('names in config.json are used, and labels.txt only without them', async () => {
  const labelsFile = 'a\nb\nc\nd\n';
  expect((await open({}, { labelsFile })).labels).toEqual(['neu', 'hap', 'ang', 'sad']);
  const read = await open({ id2label: NUMBERED }, { labelsFile: 'a\r\nb\n\n c \nd' });
  expect(read.labels).toEqual(['a', 'b', 'c', 'd']);
  expect(read.files.map(({ path }) => path)).toContain('labels.txt');
});

test('the labels of the caller replace those of every file', async () => {
  const labels = ['w', 'x', 'y', 'z'];
  expect((await open({}, { labelsFile: 'a\nb', labels })).labels).toEqual(labels);
});

test('num_class is the number of outputs where num_labels is absent', async () => {
  const found = await open({ id2label: undefined, label2id: undefined, num_class: 6 });
  expect(found.labels).toEqual(Array.from({ length: 6 }, (_, id) => `LABEL_${id}`));
});

test('labels of a known repository are used if its files name none', async () => {
  const repository = 'xmj2002/hubert-base-ch-speech-emotion-recognition';
  const changes = { id2label: undefined, label2id: undefined, num_class: 6 };
  const { labels } = await open(changes, { repository });
  expect(labels).toEqual(['angry', 'fear', 'happy', 'neutral', 'sad', 'surprise']);
  expect((await open({}, { repository })).labels).toEqual(['neu', 'hap', 'ang', 'sad']);
});

test.each([
  ['\n \n', /labels.txt is damaged: it has no labels/],
  ['a\nb\na', /it has a label twice/],
  [new Array(40_000).fill('ab').join('\n'), /labels.txt has 119999 bytes, expected at most 65536/],
])('a labels.txt that is no list of names is refused', async (labelsFile, message) => {
  await expect(open({ id2label: NUMBERED }, { labelsFile })).rejects.toThrow(message);
});
