import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { EmotionClassifier } from '../../src/index.js';
import { makeWav, voice } from '../support/make-wav.js';
import { form, recording, settled, type TestServer } from '../server/start-test-server.js';
import { TestQueue, type TestWorker } from './start-queue.js';

const TOKEN = 'the-secret-of-operators';
const USER_TOKEN = 'the-secret-of-clients';
const CLIPS = ['high-2.3s.wav', 'mid-1.0s.wav', 'formats/flac.16000.2.flac'];
const path = (name: string) => fileURLToPath(new URL(`../fixtures/audio/${name}`, import.meta.url));

let queue: TestQueue;
let server: TestServer;
let worker: TestWorker;
/** The results of the library as JSON, by clip. */
const known = new Map<string, object>();

const headers = { authorization: `Bearer ${TOKEN}` };
const user = { authorization: `Bearer ${USER_TOKEN}` };

beforeAll(async () => {
  queue = await TestQueue.start({ password: 'redis-secret' });
  worker = await queue.work({ models: 'wav2vec2-mini', healthPort: '0', concurrency: '2' });
  server = await queue.serve({ token: TOKEN, userToken: USER_TOKEN });
  const api: TestServer['api'] = (path, init) => server.api(path, { ...init, headers });
  await api('/models/wav2vec2-mini/load', { method: 'POST' });
  expect(await settled(api, 'wav2vec2-mini')).toMatchObject({ state: 'ready' });
  const classifier = await EmotionClassifier.fromHparams({ source: 'wav2vec2-mini' });
  for (const clip of CLIPS) {
    const result = await classifier.classifyFile(path(clip));
    known.set(clip, JSON.parse(JSON.stringify(result)) as object);
  }
  await classifier.dispose();
});
afterAll(() => queue.stop());

const results = (body: Record<string, unknown>) => body['results'] as Record<string, unknown>[];

test('fifty clients at once get the results of the library, each its own', async () => {
  const ask = async (at: number) => {
    const clip = CLIPS[at % CLIPS.length] ?? '';
    const request = form([`${at}.bin`, recording(clip)]);
    const { status, body } = await server.api('/classify', { ...request, headers: user });
    expect(status).toBe(200);
    expect(results(body)).toMatchObject([{ ...known.get(clip), file: `${at}.bin` }]);
  };
  await Promise.all(Array.from({ length: 50 }, (_, at) => ask(at)));
  expect(server.enginePid()).toBeUndefined();
  expect(await queue.stored()).toEqual([]);
});

test('several recordings of a request stand in their order, beside the error of a bad one', async () => {
  const files = form(
    ['a.wav', recording()],
    ['b.txt', new Blob(['no sound'])],
    ['c.wav', recording()],
  );
  const { body } = await server.api('/classify?priority=archive', { ...files, headers: user });
  expect(results(body)).toMatchObject([
    { file: 'a.wav', durationSeconds: 2.3 },
    { file: 'b.txt', error: { code: 'audio-unknown-format', status: 422 } },
    { file: 'c.wav', durationSeconds: 2.3 },
  ]);
});

test('a conversation reports its segments and has its result', async () => {
  const created = await server.api('/conversations?name=call.wav', {
    ...{ method: 'POST', body: new Blob([makeWav(20, voice)]) },
    headers: { ...user, 'content-type': 'audio/wav' },
  });
  expect(created.status).toBe(202);
  const id = String(created.body['id']);
  await vi.waitFor(
    async () => {
      const { body } = await server.api(`/conversations/${id}`, { headers: user });
      expect(body).toMatchObject({ state: 'finished', seconds: 20, conversation: {} });
    },
    { timeout: 60_000, interval: 200 },
  );
});

test('a client that vanishes ends its job', async () => {
  const gone = new AbortController();
  const body = new Blob([makeWav(600, voice)]);
  const found = fetch(`${server.address}/api/v1/classify`, {
    ...{ method: 'POST', body, signal: gone.signal },
    headers: { ...user, 'content-type': 'audio/wav' },
  });
  found.catch(() => undefined);
  await vi.waitFor(
    async () => {
      expect(await workerMetric('wav2emo_jobs_running')).toBe(1);
    },
    { timeout: 60_000 },
  );
  gone.abort();
  await vi.waitFor(
    () => {
      expect(worker.logs()).toContain('"outcome":"cancelled"');
    },
    { timeout: 60_000 },
  );
  expect(await queue.stored()).toEqual([]);
});

describe('one tenant', () => {
  test('sees no job, result or event of another without a token', async () => {
    const paths = ['/conversations/6f1e9c3a-6a55-4a53-9d0c-0a7a9d1f6c11', '/metrics', '/models'];
    for (const each of paths) expect((await server.api(each)).status).toBe(401);
    // There is no route that lists or reads jobs of the queue, whatever the token.
    for (const each of ['/jobs', '/queue', '/queues', '/results'])
      expect((await server.api(each, { headers: user })).status).toBe(404);
    const operator = await server.api('/metrics', { headers: user });
    expect(operator).toMatchObject({ status: 403, body: { code: 'not-permitted' } });
  });

  test('leaves no token, no file name, no address and no sound in Redis', async () => {
    const sound = form(['name-of-a-person.wav', recording()]);
    await server.api('/classify', { ...sound, headers: user });
    const text = readFileSync(
      `${queue.redis.folder}/appendonlydir/appendonly.aof.1.incr.aof`,
      'latin1',
    );
    expect(text).toContain('classify');
    for (const secret of [TOKEN, USER_TOKEN, 'name-of-a-person', '127.0.0.1', 'RIFF'])
      expect(text).not.toContain(secret);
  });
});

test('the worker tells its health and its metrics, and logs jobs by their ids', async () => {
  const health = await fetch(`${worker.healthAddress}/health`);
  expect(await health.json()).toMatchObject({ status: 'ok', models: ['wav2vec2-mini'] });
  expect(
    await workerMetric('wav2emo_jobs_total.*method="classify",outcome="answered".*'),
  ).toBeGreaterThan(50);
  expect(await workerMetric('wav2emo_model_bytes.*')).toBeGreaterThan(1e5);
  const line = worker
    .logs()
    .split('\n')
    .find((each) => each.includes('"outcome":"answered"'));
  expect(JSON.parse(line ?? '')).toMatchObject({
    job: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    method: expect.any(String) as string,
  });
});

test('the metrics of the server tell the depth of the queue and its workers', async () => {
  const text = await (await fetch(`${server.address}/api/v1/metrics`, { headers })).text();
  expect(text).toMatch(/^wav2emo_queue_jobs\{model="wav2vec2-mini",state="waiting"\} 0$/m);
  expect(text).toMatch(/^wav2emo_queue_workers\{model="wav2vec2-mini"\} [1-9]/m);
});

async function workerMetric(name: string): Promise<number> {
  const text = await (await fetch(`${worker.healthAddress}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
}
