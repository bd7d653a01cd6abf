import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { AudioError, CheckpointError, FileError } from '../../src/errors.js';
import { ServerError, toProblemData } from '../../src/server/problem/index.js';
import { checkpointFolder } from '../support/fixtures.js';
import { type ModelView, settled, startTestServer } from './start-test-server.js';

const told = (error: Error) => toProblemData(error).message;

test.each([
  [join(tmpdir(), 'wav2emo-1', 'recording'), 'recording'],
  [join(homedir(), '.cache', 'wav2emo', 'graphs', '1f', 'model.onnx'), 'model.onnx'],
  ['/srv/models of ours/x', 'models of ours/x'],
  ['/srv/models/modell.bin', 'modell.bin'],
  [String.raw`C:\Users\li\AppData\Local\wav2emo\model.onnx`, 'model.onnx'],
])('a client is not told the folder of %s', (path, shown) => {
  const error = new FileError('file-disk-full', `Could not write ${path}: the disk is full.`);
  expect(told(error)).toBe(`Could not write ${shown}: the disk is full.`);
});

test('what is no path of the server stays in a message', () => {
  const hub = 'https://huggingface.co/someone/emotions/resolve/main/model.onnx';
  expect(told(new CheckpointError('checkpoint-corrupt', `See ${hub} and/or send audio/wav.`))).toBe(
    `See ${hub} and/or send audio/wav.`,
  );
  const route = 'GET /api/v1/models tells it.';
  expect(told(new ServerError('model-unknown', route))).toBe(route);
  expect(told(new AudioError('audio-empty', 'It lasts 0 s.'))).toBe('It lasts 0 s.');
});

test('a model that cannot be stored fails without the path of the cache', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wav2emo-paths-'));
  const cache = join(folder, 'cache');
  writeFileSync(cache, 'no folder');
  const before = process.env['WAV2EMO_CACHE'];
  process.env['WAV2EMO_CACHE'] = cache;
  const source = checkpointFolder('audeering');
  const server = await startTestServer({ model: source });
  try {
    const offered = (await server.api('/models')).body['models'] as ModelView[];
    const { id = '' } = offered.find(({ isDefault }) => isDefault) ?? {};
    const model = await settled(server.api, id);
    expect(model).toMatchObject({ state: 'failed' });
    expect(model.error?.detail).not.toMatch(/[\\/](tmp|root|home|work)\b/);
    expect(model.error?.detail).not.toContain(folder);
  } finally {
    await server.close();
    if (before === undefined) delete process.env['WAV2EMO_CACHE'];
    else process.env['WAV2EMO_CACHE'] = before;
    rmSync(folder, { recursive: true });
  }
});
