import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadRecording } from '../../src/audio/node.js';
import { openRecording } from '../../src/node/index.js';
import { serverMessageSchema } from '../../src/server/live/index.js';
import { LiveClient, toPcm } from './live-client.js';
import { startTestServer, type TestServer } from './start-test-server.js';

const RATE = 16_000;
const TOKEN = 'sixteen-letters!!';
let server: TestServer;
let stop = () => Promise.resolve();

async function start(flags: Record<string, string> = {}, model = 'ecapa-mini') {
  server = await startTestServer(flags);
  stop = server.close;
  if (model !== '') expect(await server.load(model)).toMatchObject({ state: 'ready' });
}

afterAll(() => stop());

/** Stops the server of the tests before and starts another one. */
async function restart(flags: Record<string, string>, model = 'ecapa-mini') {
  await stop();
  await start(flags, model);
}

/** A second of silence, a phrase, a second of silence. */
async function phrase(name = 'angry-woman'): Promise<Float32Array> {
  const { samples } = await loadRecording(await openRecording(`examples/audio/${name}.flac`));
  const padded = new Float32Array(samples.length + 2 * RATE);
  padded.set(samples, RATE);
  return padded;
}

async function metrics(): Promise<string> {
  const headers = { authorization: `Bearer ${TOKEN}` };
  return await (await fetch(`${server.address}/api/v1/metrics`, { headers })).text();
}

async function figure(name: string): Promise<number> {
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(await metrics())?.[1]);
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(20);
}

describe('a session', () => {
  beforeAll(() => start());

  test('reports the utterance, measurements, the result and a summary', async () => {
    const client = await LiveClient.open(server.address, { intervalSeconds: 0.5 });
    // Sound that waits while the process starts would be measured less often.
    await client.next('session.updated');
    client.sendSound(await phrase());
    client.send({ type: 'session.end' });
    expect(await client.closed).toEqual({ code: 1000, reason: '' });
    const types = client.messages.map(({ type }) => type);
    expect(types.slice(0, 3)).toEqual(['session.created', 'session.updated', 'utterance.start']);
    expect(types.slice(-2)).toEqual(['utterance.end', 'session.ended']);
    expect(new Set(types.slice(3, -2))).toEqual(new Set(['measurement']));
    for (const message of client.messages)
      expect(serverMessageSchema.safeParse(message).error).toBeUndefined();
    expect((await client.next('session.updated'))['session']).toEqual({
      model: 'ecapa-mini',
      encoding: 'pcm_s16le',
      sampleRate: RATE,
      channels: 1,
      intervalSeconds: 0.5,
      windowSeconds: 3,
      silenceSeconds: 0.6,
      learnSeconds: 20,
      baseline: 'learn',
    });
    expect(await client.next('session.ended')).toMatchObject({ utterances: 1 });
    expect(await figure('wav2emo_live_delay_seconds_count')).toBe(types.length - 5);
    await until(async () => (await figure('wav2emo_live_sessions')) === 0);
    expect(await metrics()).toContain('wav2emo_live_sessions_total{outcome="ended"} 1');
  });

  test('accepts other rates', async () => {
    const samples = await phrase();
    const client = await LiveClient.open(server.address, { sampleRate: 48_000 });
    const slow = new Float32Array(3 * samples.length).map(
      (_, at) => samples[Math.floor(at / 3)] ?? 0,
    );
    client.sendSound(slow);
    client.send({ type: 'session.end' });
    await client.closed;
    expect(client.ofType('utterance.end')).toHaveLength(1);
    expect(await client.next('session.ended')).toMatchObject({
      durationSeconds: expect.closeTo(samples.length / RATE, 1) as number,
    });
  });

  test('has no measurement while nobody speaks', async () => {
    const client = await LiveClient.open(server.address);
    client.sendSound(new Float32Array(10 * RATE));
    client.send({ type: 'session.end' });
    await client.closed;
    expect(client.messages.map(({ type }) => type)).toEqual([
      'session.created',
      'session.updated',
      'session.ended',
    ]);
  });

  const frame = toPcm(new Float32Array(160));

  test.each([
    ['a frame before the settings', [frame], 'config_invalid', 1008],
    [
      'an unknown setting',
      [{ type: 'session.update', session: { speed: 2 } }],
      'config_invalid',
      1008,
    ],
    [
      'settings out of range',
      [{ type: 'session.update', session: { intervalSeconds: 0.1 } }],
      'config_invalid',
      1008,
    ],
    [
      'settings twice',
      [{ type: 'session.update' }, { type: 'session.update' }],
      'config_invalid',
      1008,
    ],
    ['text that is no JSON', ['RIFF'], 'message_invalid', 1008],
    ['an unknown message', [{ type: 'audio.append' }], 'message_invalid', 1008],
    ['half a sample', [{ type: 'session.update' }, frame.subarray(1)], 'frame_invalid', 1008],
    ['an empty frame', [{ type: 'session.update' }, Buffer.alloc(0)], 'frame_invalid', 1008],
    [
      'a frame of 11 s',
      [{ type: 'session.update' }, Buffer.alloc(22 * RATE)],
      'frame_too_long',
      1009,
    ],
    [
      'a message above 1 MiB',
      [{ type: 'session.update' }, Buffer.alloc(1_048_578)],
      'message_too_large',
      1009,
    ],
    [
      '16 s at once',
      [{ type: 'session.update' }, Buffer.alloc(16 * RATE), Buffer.alloc(16 * RATE)],
      'rate_exceeded',
      1008,
    ],
    [
      'an unknown model',
      [{ type: 'session.update', session: { model: 'x' } }],
      'model_unknown',
      1008,
    ],
    [
      'a model that is not loaded',
      [{ type: 'session.update', session: { model: 'wav2vec2-mini' } }],
      'model_not_loaded',
      1008,
    ],
  ])('%s is a named error', async (_name, messages, code, closeCode) => {
    const client = new LiveClient(server.address);
    await once(client.socket, 'open');
    for (const message of messages)
      if (Buffer.isBuffer(message)) client.socket.send(message);
      else client.send(message);
    expect(await client.closed).toEqual({ code: closeCode, reason: code });
    const error = await client.next('error');
    expect(error['code']).toBe(code);
    expect(String(error['message']).length).toBeGreaterThan(30);
  });

  test('thousands of tiny frames are refused', async () => {
    const client = await LiveClient.open(server.address);
    for (let count = 0; count < 4000; count++) client.socket.send(frame.subarray(0, 2));
    expect(await client.closed).toMatchObject({ reason: 'rate_exceeded' });
  });

  test('an absurdly large message closes the connection', async () => {
    const client = await LiveClient.open(server.address);
    client.socket.send(Buffer.alloc(3 << 20));
    expect((await client.closed).code).toBeGreaterThan(1000);
    expect(await server.api('/health')).toMatchObject({ status: 200 });
  });

  test('ends when its model is unloaded', async () => {
    const client = await LiveClient.open(server.address);
    client.sendSound(await phrase());
    await client.next('utterance.end');
    await server.api('/models/ecapa-mini/unload', { method: 'POST' });
    client.sendSound(await phrase());
    expect(await client.closed).toEqual({ code: 1008, reason: 'model_not_loaded' });
  });

  test('a plain request is told to use a WebSocket', async () => {
    expect(await server.api('/live')).toMatchObject({
      status: 426,
      body: { code: 'upgrade-required' },
    });
  });

  test('a request that offers another protocol is answered in HTTP', async () => {
    const { port } = new URL(server.address);
    const body = JSON.stringify({ data: [] });
    const request = [
      'POST /api/v1/models/unknown/load HTTP/1.1',
      `Host: 127.0.0.1:${port}`,
      'Connection: Upgrade, HTTP2-Settings',
      'Upgrade: h2c',
      'HTTP2-Settings: AAMAAABkAAQAAP__',
      'Content-Type: application/json',
      `Content-Length: ${body.length}`,
    ].join('\r\n');
    const connection = connect(Number(port), '127.0.0.1');
    let answer = '';
    connection.on('data', (text: Buffer) => (answer += text.toString()));
    connection.write(`${request}\r\n\r\n${body.slice(0, 3)}`);
    await sleep(50);
    connection.write(body.slice(3));
    await until(() => Promise.resolve(answer.includes('model-unknown')));
    expect(answer).toMatch(/^HTTP\/1.1 404 /);
    answer = '';
    connection.write(`GET /api/v1/health HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`);
    await until(() => Promise.resolve(answer.includes('"status":"ok"')));
    connection.destroy();
  });

  test('OpenAPI mentions it', async () => {
    const { body } = await server.api('/openapi.json');
    expect(JSON.stringify(body['paths'])).toContain('"/api/v1/live"');
  });
});

test('the default model is loaded by the first session, unless --no-model says otherwise', async () => {
  await restart({ model: 'ecapa-mini' }, '');
  const client = await LiveClient.open(server.address);
  expect(await client.next('session.updated')).toMatchObject({ model: 'ecapa-mini' });
  client.socket.terminate();
  await restart({ noModel: 'yes' }, '');
  const refused = await LiveClient.open(server.address);
  expect(await refused.closed).toEqual({ code: 1008, reason: 'model_not_loaded' });
});

describe('the upgrade', () => {
  const authorization = `Bearer ${TOKEN}`;
  const status = async (headers: Record<string, string>) => {
    const { socket } = new LiveClient(server.address, { headers });
    const code = await new Promise<number>((resolve) => {
      socket.once('open', () => {
        resolve(101);
      });
      socket.once('unexpected-response', (_request, response) => {
        resolve(response.statusCode ?? 0);
      });
    });
    socket.terminate();
    return code;
  };

  test('needs the token, in the header or in the cookie', async () => {
    await restart({ token: TOKEN }, '');
    expect(await status({})).toBe(401);
    expect(await status({ authorization: 'Bearer wrong-wrong-wrong' })).toBe(401);
    expect(await status({ authorization })).toBe(101);
    const page = await fetch(`${server.address}/?token=${TOKEN}`, { redirect: 'manual' });
    const [cookie = ''] = (page.headers.get('set-cookie') ?? '').split(';');
    expect(await status({ cookie })).toBe(101);
  });

  test('leaves no connection behind when it is refused', async () => {
    const handles = () => figure('nodejs_active_handles_total');
    const before = await handles();
    await Promise.all(Array.from({ length: 20 }, () => status({})));
    await until(async () => (await handles()) <= before);
  });

  test('is refused to the pages of other servers and under other names', async () => {
    expect(await status({ authorization, origin: 'https://evil.example' })).toBe(403);
    expect(await status({ authorization, origin: server.address })).toBe(101);
    expect(await status({ authorization, host: 'evil.example' })).toBe(403);
  });
});

describe('a server for one session', () => {
  let client: LiveClient;

  beforeAll(() => restart({ liveSessions: '1' }));

  test('closes a second one with the reason, and accepts it when the first is gone', async () => {
    const first = await LiveClient.open(server.address);
    await first.next('session.updated');
    const second = new LiveClient(server.address);
    expect(await second.closed).toEqual({ code: 1013, reason: 'sessions_full' });
    first.socket.terminate();
    await until(async () => (await figure('wav2emo_live_sessions')) === 0);
    client = await LiveClient.open(server.address);
    await client.next('session.updated');
  });

  test('lets the session end with its results so far when it stops', async () => {
    const samples = await phrase();
    client.sendSound(samples.subarray(0, samples.length - 1.5 * RATE));
    await client.next('measurement');
    const stopped = server.close();
    expect(await client.closed).toEqual({ code: 1001, reason: 'shutting_down' });
    expect(client.ofType('utterance.end')).toHaveLength(1);
    expect(client.ofType('session.ended')).toHaveLength(1);
    await stopped;
  });
});
