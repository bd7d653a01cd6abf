import { openAsBlob } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EXPECTED_EMBEDDINGS } from '../../../src/browser/engine/expected-embeddings.js';
import { selfTest } from '../../../src/browser/engine/self-test.js';
import { openWebBundle, type WebBundle } from '../../../src/browser/sources/web-bundle.js';
import { DATA_FILE, HEADS_FILE, MANIFEST_FILE, MODEL_FILE } from '../../../src/graph-files.js';
import { nodeWorker } from '../../../src/workers/node-worker.js';
import { selfTestEmbeddings } from '../../support/self-test-embeddings.js';
import { closely } from '../support/closely.js';

const folderOf = (model: string) =>
  fileURLToPath(new URL(`../../../models/${model}`, import.meta.url));

/** A bundle from its files, as a page opens it that got them from its user. */
async function openFiles(model: string): Promise<WebBundle> {
  const names = [MANIFEST_FILE, MODEL_FILE, DATA_FILE, HEADS_FILE];
  const open = async (name: string) =>
    new File([await openAsBlob(join(folderOf(model), name))], name);
  return openWebBundle(await Promise.all(names.map(open)));
}

const worker = nodeWorker();
beforeAll(() => worker.open('model', { folder: folderOf('wav2emo-small') }));
afterAll(() => worker.dispose());

test('the package has the values that the native runtime computes for the embedded models', async () => {
  expect(await selfTestEmbeddings()).toEqual(closely(EXPECTED_EMBEDDINGS));
});

test('a device that computes what is expected passes', async () => {
  expect(await selfTest(worker, 'model', await openFiles('wav2emo-small'))).toBe(true);
});

test('a device that computes something else is an error, with how much it differs', async () => {
  await expect(selfTest(worker, 'model', await openFiles('wav2emo-base'))).rejects.toMatchObject({
    ...{ name: 'DeviceError', code: 'device-failed' },
    message: expect.stringMatching(/differs by \d+\.\d %, at most 1 % are expected/) as string,
  });
});

test('a model of which the package knows nothing is computed, and not compared', async () => {
  const { manifest, ...bundle } = await openFiles('wav2emo-small');
  const files = manifest.files.map((file) => ({ ...file, sha256: '0'.repeat(64) }));
  const unknown = { ...bundle, manifest: { ...manifest, files } };
  expect(await selfTest(worker, 'model', unknown)).toBe(false);
});
