import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { form, recording, settled, type TestServer } from '../server/start-test-server.js';
import { startReceiver } from '../telemetry/otlp-receiver.js';
import { TestQueue } from './start-queue.js';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';

let queue: TestQueue;
let server: TestServer;
let redis: Redis;
let receiver: Awaited<ReturnType<typeof startReceiver>>;

beforeAll(async () => {
  receiver = await startReceiver();
  vi.stubEnv('OTEL_EXPORTER_OTLP_PROTOCOL', 'http/json');
  vi.stubEnv('OTEL_BSP_SCHEDULE_DELAY', '100');
  queue = await TestQueue.start();
  redis = new Redis(queue.redis.address);
  const trace = `${receiver.address}/v1/traces`;
  await queue.work({ models: 'wav2vec2-mini', trace });
  server = await queue.serve({ queueResultSeconds: '1', trace });
  await server.api('/models/wav2vec2-mini/load', { method: 'POST' });
  expect(await settled(server.api, 'wav2vec2-mini')).toMatchObject({ state: 'ready' });
}, 120_000);
afterAll(async () => {
  redis.disconnect();
  await queue.stop();
  await receiver.close();
  vi.unstubAllEnvs();
});

test('a result leaves Redis when its time is over, also if no other job comes', async () => {
  const { status } = await server.api('/classify', form(['a.wav', recording()]));
  expect(status).toBe(200);
  const jobs = async () =>
    (await redis.keys('wav2emo:*')).filter((key) => /[0-9a-f-]{36}$/.test(key));
  await vi.waitUntil(async () => (await jobs()).length === 0, { timeout: 30_000, interval: 200 });
});

test('a worker continues the trace of the request', async () => {
  const headers = { traceparent: `00-${TRACE}-00f067aa0ba902b7-01` };
  await server.api('/classify', { ...form(['secret-name.wav', recording()]), headers });
  const found = () => receiver.spans().filter(({ traceId }) => traceId === TRACE);
  await vi.waitUntil(() => found().some(({ name }) => name === 'answer'), { timeout: 30_000 });

  const spans = found();
  const named = (wanted: string) => spans.find(({ name }) => name === wanted);
  expect(named('job')?.parentSpanId).toBe(named('queue')?.spanId);
  for (const step of ['fetch', 'compute'])
    expect(named(step)?.parentSpanId).toBe(named('job')?.spanId);
  expect(receiver.text()).not.toContain('secret-name');
});
