import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { form, recording, settled, type TestServer } from '../server/start-test-server.js';
import { TestQueue, type TestWorker } from './start-queue.js';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let queue: TestQueue;
let server: TestServer;
let worker: TestWorker;

beforeAll(async () => {
  queue = await TestQueue.start();
  // Room for one of these models: their files have 4.5 and 7.8 MB.
  const settings = { memory: '9', concurrency: '1', healthPort: '0' };
  worker = await queue.work(settings);
  server = await queue.serve();
});
afterAll(async () => {
  await queue.stop();
});

/** The models that the worker holds. */
async function held(): Promise<unknown> {
  const response = await fetch(`${worker.healthAddress}/health`);
  const { models } = (await response.json()) as { models: unknown };
  return models;
}

async function use(model: string): Promise<number> {
  await server.api(`/models/${model}/load`, { method: 'POST' });
  expect(await settled(server.api, model)).toMatchObject({ state: 'ready' });
  const query = `/classify?model=${model}`;
  const { status } = await server.api(query, form(['a.wav', recording()]));
  return status;
}

test('a worker closes a model that was not used for a while, to make room for another', async () => {
  expect(await use('ecapa-mini')).toBe(200);
  expect(await held()).toEqual(['ecapa-mini']);
  expect(await use('wav2vec2-mini')).toBe(200);
  expect(await held()).toEqual(['wav2vec2-mini']);
  expect(worker.logs()).toContain('a model was closed to make room for another');
});

test('a model that never fits is named in the log, and its requests are not answered', async () => {
  await server.api('/models/wav2emo-base/load', { method: 'POST' });
  await vi.waitUntil(() => worker.logs().includes('a model does not fit into --memory'), {
    timeout: 60_000,
  });
  expect(await held()).toEqual(['wav2vec2-mini']);
});
