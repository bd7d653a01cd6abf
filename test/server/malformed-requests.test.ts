import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeWav, voice } from '../support/make-wav.js';
import { startTestServer, type TestServer } from './start-test-server.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ maxUploadMb: '1' });
  await server.load();
});
afterAll(() => server.close());

const WAV = Buffer.from(makeWav(1, voice));
const DISPOSITION = 'Content-Disposition: form-data; name="files"; filename="a.wav"';
const part = (header: string) =>
  Buffer.concat([
    Buffer.from(`--XX\r\n${header}\r\nContent-Type: audio/wav\r\n\r\n`),
    WAV,
    Buffer.from('\r\n--XX--\r\n'),
  ]);

const post = (body: Buffer, type?: string, path = '/api/v1/classify') =>
  fetch(server.address + path, {
    method: 'POST',
    body: new Uint8Array(body),
    headers: { ...(type !== undefined && { 'content-type': type }) },
    signal: AbortSignal.timeout(10_000),
  });

/** Everything that a server sends until it closes the connection or is silent. */
async function exchange(...parts: readonly string[]): Promise<string> {
  const socket = connect(Number(new URL(server.address).port), '127.0.0.1');
  let text = '';
  socket.on('data', (bytes: Buffer) => (text += bytes.toString())).on('error', () => undefined);
  for (const each of parts) socket.write(each);
  await Promise.race([once(socket, 'close'), sleep(3000)]);
  socket.destroy();
  return text;
}

describe('a malformed form is refused at once with the reason', () => {
  const type = 'multipart/form-data; boundary=XX';
  test.each([
    ['without a boundary', WAV, 'multipart/form-data'],
    ['with another boundary', part(DISPOSITION), 'multipart/form-data; boundary=YY'],
    ['that ends early', part(DISPOSITION).subarray(0, -8), type],
    ['whose only part has no disposition', part('X-Nothing: x'), type],
    ['whose only part is an attachment', part('Content-Disposition: attachment'), type],
  ])('%s', async (_name, body, contentType) => {
    for (const path of ['/api/v1/classify', '/gradio_api/upload']) {
      const answer = await post(body, contentType, path);
      const problem = (await answer.json()) as { code: string };
      expect([400, 422]).toContain(answer.status);
      expect(['request-malformed', 'upload-missing']).toContain(problem.code);
    }
  });
});

test.each([undefined, 'application/x-www-form-urlencoded', 'text/plain', 'x/y'])(
  'a recording with the content type %s is read by its content',
  async (type) => {
    expect((await post(WAV, type)).status).toBe(200);
    expect((await post(WAV, type, '/api/v1/conversations?name=a.wav')).status).toBe(202);
    // The recording is read, and the small model compares with no voice.
    const baseline = await post(WAV, type, '/api/v1/baselines');
    expect(baseline.status).toBe(422);
    expect(await baseline.json()).toMatchObject({ code: 'baseline-unsupported' });
  },
);

test('other routes say which content type they expect', async () => {
  const answer = await post(Buffer.from('a=1'), 'x/y', '/gradio_api/queue/join');
  expect(answer.status).toBe(415);
  expect(await answer.text()).toContain('Send recordings');
});

test.each([
  ['bytes that are not HTTP', 'HELLO\r\n\r\n', 400],
  ['headers that are too long', `GET / HTTP/1.1\r\nx: ${'y'.repeat(40_000)}\r\n\r\n`, 431],
])('%s get problem details', async (_name, bytes, status) => {
  const answer = await exchange(bytes);
  expect(answer).toContain(`HTTP/1.1 ${status}`);
  expect(answer).toContain('"code":"request-malformed"');
  expect(answer).toContain('x-content-type-options: nosniff');
});

test('a body without an end is not read on after the response', async () => {
  const { host, port } = new URL(server.address);
  const socket = connect(Number(port), '127.0.0.1');
  let sent = 0;
  let text = '';
  socket.on('data', (bytes: Buffer) => (text += bytes.toString())).on('error', () => undefined);
  const head = `POST /api/v1/classify HTTP/1.1\r\nHost: ${host}\r\nContent-Type: audio/wav\r\nTransfer-Encoding: chunked\r\n\r\n`;
  socket.write(head);
  const chunk = Buffer.concat([
    Buffer.from('10000\r\n'),
    Buffer.alloc(65_536),
    Buffer.from('\r\n'),
  ]);
  while (!socket.destroyed && sent < 100_000_000) {
    const isFree = socket.write(chunk);
    sent += chunk.length;
    if (!isFree) await Promise.race([once(socket, 'drain'), once(socket, 'close')]).catch(() => 0);
  }
  expect(text).toContain('HTTP/1.1 413');
  expect(socket.destroyed).toBe(true);
  expect(sent).toBeLessThan(50_000_000);
});
