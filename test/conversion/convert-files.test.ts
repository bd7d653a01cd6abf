import { openAsBlob, readdirSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { memoryFolder } from '../../src/checkpoint/index.js';
import { convertCheckpoint } from '../../src/conversion/index.js';
import {
  checksumFile,
  convertFiles,
  openCheckpointFiles,
  readFacts,
  usedFiles,
} from '../../src/conversion/web.js';
import { openSession } from '../../src/runtime/node.js';
import { VERSION } from '../../src/version.js';

const folderOf = (name: string) =>
  fileURLToPath(new URL(`../fixtures/checkpoints/${name}`, import.meta.url));

async function convertInMemory(name: string, precision: 'fp32' | 'int8-weights') {
  const names = readdirSync(folderOf(name));
  const blobs = await Promise.all(names.map((file) => openAsBlob(join(folderOf(name), file))));
  const files = Object.fromEntries(names.map((file, at) => [file, blobs[at] ?? new Blob([])]));
  const folder = memoryFolder(name, files);
  const opened = await openCheckpointFiles(folder, { name });
  const checksums = [];
  for (const path of usedFiles(opened))
    checksums.push(await checksumFile(path, await folder.open(path)));
  const facts = await readFacts(opened, { name }, checksums);
  return convertFiles(opened, { precision, facts, version: VERSION, openSession });
}

test.each([
  ['speechbrain-wav2vec2', 'fp32'],
  ['whisper-pooled', 'fp32'],
  ['wav2vec2-base', 'int8-weights'],
] as const)('the bundle of %s in %s has the bytes of the one on disk', async (name, precision) => {
  const parent = await mkdtemp(join(tmpdir(), 'wav2emo-files-'));
  onTestFinished(() => rm(parent, { recursive: true }));
  const target = join(parent, 'bundle');
  await convertCheckpoint({ source: { folder: folderOf(name) }, target, precision });
  const { files } = await convertInMemory(name, precision);
  const names = (await readdir(target)).filter((file) => file !== 'README.md');
  expect(Object.keys(files).sort()).toEqual(names.sort());
  for (const file of names.filter((each) => each !== 'model.json')) {
    const bytes = new Uint8Array((await files[file]?.arrayBuffer()) ?? new ArrayBuffer(0));
    expect(Buffer.from(bytes).equals(await readFile(join(target, file)))).toBe(true);
  }
  const manifest = JSON.parse((await files['model.json']?.text()) ?? '') as { files: unknown[] };
  const onDisk = JSON.parse(await readFile(join(target, 'model.json'), 'utf8')) as typeof manifest;
  const listed = ({ files: list, ...rest }: typeof manifest) => ({ ...rest, files: new Set(list) });
  expect(listed(manifest)).toEqual(listed(onDisk));
});
