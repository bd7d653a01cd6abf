import { afterAll, beforeAll, expect, test } from 'vitest';
import { EmotionClassifier } from '../../src/index.js';
import { form, recording, type TestServer } from '../server/start-test-server.js';
import { TestQueue } from './start-queue.js';

let queue: TestQueue;
let server: TestServer;

beforeAll(async () => {
  queue = await TestQueue.start();
  await queue.work({ models: 'wav2vec2-mini' });
  server = await queue.serve();
  await server.load();
});
afterAll(() => queue.stop());


test('a recording is computed by a worker, and nothing is left in the store', async () => {
  const { status, body } = await server.api('/classify', form(['a.wav', recording()]));
  expect({ status, body }).toMatchObject({ status: 200, body: { results: [{ label: expect.any(String) }] } });
  expect(server.enginePid()).toBeUndefined();
  expect(await queue.stored()).toEqual([]);
});
