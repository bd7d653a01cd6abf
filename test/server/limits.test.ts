import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeWav, voice } from '../support/make-wav.js';
import { form, recording, startTestServer, type TestServer } from './start-test-server.js';

let server: TestServer;

async function start(flags: Record<string, string>) {
  server = await startTestServer(flags);
  expect(await server.load()).toMatchObject({ state: 'ready' });
}

const classify = (signal?: AbortSignal) =>
  server.api('/classify', { ...form(['a.wav', recording()]), ...(signal && { signal }) });

async function figure(name: string): Promise<number> {
  const text = await (await fetch(`${server.address}/api/v1/metrics`)).text();
  return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1]);
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(20);
}

/** Stops or continues the process that computes, to imitate work that hangs. */
function signalEngine(signal: NodeJS.Signals): void {
  const pid = server.enginePid();
  if (pid === undefined) throw new Error('there is no process that computes');
  process.kill(pid, signal);
}

afterEach(() => server.close());

// Windows cannot stop and continue a process.
describe.skipIf(process.platform === 'win32')('a full queue', () => {
  beforeEach(async () => {
    await start({ queue: '3', shutdownSeconds: '1' });
  });

  test('refuses requests with the time to wait, and completes those that wait', async () => {
    signalEngine('SIGSTOP');
    const waiting = Array.from({ length: 3 }, () => classify());
    await until(async () => (await figure('wav2emo_queue_requests')) === 3);
    const refused = await classify();
    expect(refused).toMatchObject({ status: 503, body: { code: 'queue-full' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await server.api('/ready')).toMatchObject({ status: 503 });
    const joined = await fetch(`${server.address}/gradio_api/queue/join`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ data: [], fn_index: 0, session_hash: 'late' }),
    });
    expect(joined.status).toBe(503);
    signalEngine('SIGCONT');
    expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await classify()).toMatchObject({ status: 200 });
  });

  test('refuses a recording before it is sent', async () => {
    signalEngine('SIGSTOP');
    const waiting = Array.from({ length: 3 }, () => classify());
    await until(async () => (await figure('wav2emo_queue_requests')) === 3);
    const sent = request(`${server.address}/api/v1/classify`, { method: 'POST' });
    sent.setHeader('content-type', 'audio/wav').setHeader('content-length', 1_000_000);
    sent.on('error', () => undefined).flushHeaders();
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    expect(response.statusCode).toBe(503);
    expect(await figure('wav2emo_upload_files')).toBe(3);
    sent.destroy();
    signalEngine('SIGCONT');
    await Promise.all(waiting);
  });

  test('has a free place after a client disconnects', async () => {
    signalEngine('SIGSTOP');
    const first = classify();
    await until(async () => (await figure('wav2emo_queue_requests')) === 1);
    const gone = [new AbortController(), new AbortController()];
    const left = gone.map(({ signal }) => classify(signal).catch((error: unknown) => error));
    await until(async () => (await figure('wav2emo_queue_requests')) === 3);
    for (const each of gone) each.abort();
    for (const error of await Promise.all(left))
      expect(error).toMatchObject({ name: 'AbortError' });
    await until(async () => (await figure('wav2emo_queue_requests')) === 1);
    await until(async () => (await figure('wav2emo_upload_files')) === 1);
    signalEngine('SIGCONT');
    expect(await first).toMatchObject({ status: 200 });
    expect(await figure('wav2emo_recordings_total{outcome="cancelled",code=""}')).toBe(2);
  });

  test('stops the computation for a client that disconnects', async () => {
    signalEngine('SIGSTOP');
    const gone = new AbortController();
    const left = classify(gone.signal).catch((error: unknown) => error);
    await until(async () => (await figure('wav2emo_queue_requests')) === 1);
    gone.abort();
    await left;
    signalEngine('SIGCONT');
    await until(async () => (await figure('wav2emo_queue_requests')) === 0);
    expect(await figure('wav2emo_upload_files')).toBe(0);
    expect(await classify()).toMatchObject({ status: 200 });
  });
});

describe.skipIf(process.platform === 'win32')('a recording', () => {
  test('that hangs is stopped at the time limit, and the next one is classified', async () => {
    await start({ jobSeconds: '4' });
    const before = server.enginePid();
    signalEngine('SIGSTOP');
    const [hung, next] = await Promise.all([classify(), sleep(100).then(() => classify())]);
    expect(hung).toMatchObject({ status: 504, body: { code: 'job-timeout' } });
    expect(next).toMatchObject({ status: 200 });
    expect(server.enginePid()).not.toBe(before);
    expect(await figure('wav2emo_engine_restarts_total')).toBe(1);
    expect(await server.api('/ready')).toMatchObject({ body: { modelsReady: 1 } });
  });

  test('that crashes the process fails alone, and the next one is classified', async () => {
    await start({});
    const long = new Blob([makeWav(120, voice)]);
    const crashed = server.api('/classify?timeline=true', form(['long.wav', long]));
    await until(async () => (await figure('wav2emo_queue_requests')) === 1);
    await sleep(300);
    signalEngine('SIGKILL');
    expect(await crashed).toMatchObject({ status: 500, body: { code: 'engine-failed' } });
    expect(await classify()).toMatchObject({ status: 200 });
  });

  test('that the process never had is computed by the next process', async () => {
    await start({});
    signalEngine('SIGSTOP');
    const innocent = classify();
    await until(async () => (await figure('wav2emo_queue_requests')) === 1);
    signalEngine('SIGKILL');
    expect(await innocent).toMatchObject({ status: 200 });
    expect(await figure('wav2emo_upload_files')).toBe(0);
  });

  test('that needs too much memory is stopped', async () => {
    await start({ jobMemoryMb: '64', maxUploadMb: '100' });
    // The timeline and the outline of the whole recording are held, for longer than a measurement takes.
    const bytes = makeWav(2400, (time) => Math.sin(2000 * time) / 3);
    const path = '/classify?timeline=true&peaks=100';
    const answer = await server.api(path, form(['long.wav', new Blob([bytes])]));
    expect(answer).toMatchObject({ status: 413, body: { code: 'job-out-of-memory' } });
    expect(await classify()).toMatchObject({ status: 200 });
  });
});

test('an upload that breaks off is deleted', async () => {
  await start({});
  const { host, port } = new URL(server.address);
  for (const type of ['audio/wav', 'multipart/form-data; boundary=x']) {
    const asked = request({ host: '127.0.0.1', port, path: '/api/v1/classify', method: 'POST' });
    asked.setHeader('host', host).setHeader('content-type', type);
    asked.setHeader('content-length', 1_000_000).on('error', () => undefined);
    asked.write('--x\r\ncontent-disposition: form-data; name="files"; filename="a.wav"\r\n\r\n');
    asked.write(Buffer.from(makeWav(1, voice)));
    await until(async () => (await figure('wav2emo_upload_files')) === 1);
    asked.destroy();
    await until(async () => (await figure('wav2emo_upload_files')) === 0);
  }
  expect(server.logs()).not.toContain('"msg":"failed"');
  expect(await classify()).toMatchObject({ status: 200 });
});
