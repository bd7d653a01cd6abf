import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readBundle } from '../../src/bundles/index.js';
import { convertCheckpoint } from '../../src/conversion/index.js';
import { checkpointFolder } from '../support/fixtures.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wav2emo-heads-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

test('the heads of a checkpoint and a description of its frames are part of its bundle', async () => {
  const source = { folder: checkpointFolder('whisper-pooled') };
  const target = join(folder, 'bundle');
  await convertCheckpoint({ source, target });
  const { manifest, heads } = await readBundle(target);
  expect(manifest.version).toBe(2);
  expect(manifest.architecture).toMatchObject({
    type: 'whisper',
    embeddingSize: 24,
    frames: { size: 12, hopSamples: 320, isWeighted: true },
  });
  const file = join(source.folder, 'heads.json');
  expect(heads).toEqual(JSON.parse(await readFile(file, 'utf8')));
  const read = manifest.provenance.files.map(({ path }) => path);
  expect(read.filter((path) => path === 'heads.json')).toHaveLength(1);
  expect(heads?.labels).toEqual(manifest.labels.map(({ id }) => id));
});

test('a bundle without heads keeps the version that earlier programs read', async () => {
  const target = join(folder, 'bundle');
  await convertCheckpoint({ source: { folder: checkpointFolder('whisper-small') }, target });
  const { manifest, heads } = await readBundle(target);
  expect([manifest.version, heads, manifest.architecture.frames]).toEqual([
    1,
    undefined,
    undefined,
  ]);
});
