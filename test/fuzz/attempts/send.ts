import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { readSettings, startServer } from '../../../src/server/index.js';
import { type Attempt, type Bytes, judgeNumbers, mutant } from './attempt.js';

/** What a client waits for an answer, in milliseconds; a form without an end is refused after 3 s. */
const ANSWER_MS = 4500;

const clip = readFileSync(
  fileURLToPath(new URL('../../fixtures/audio/formats/mulaw.8000.2.wav', import.meta.url)),
);

/** Sends changed requests to a server with a model, each on a connection of its own. */
export async function sending(seeds: (address: URL) => readonly Bytes[]): Promise<Attempt> {
  const silent = new Writable({
    write(_chunk, _encoding, done) {
      done();
    },
  });
  process.env['NODE_OPTIONS'] =
    `--import ${new URL('../../support/typescript-loader.js', import.meta.url).href}`;
  const settings = { port: '0', rateLimit: '0', connections: '0', logLevel: 'error' };
  const server = await startServer(readSettings({ ...settings, model: 'ecapa-mini' }), silent);
  const address = new URL(server.address);
  while ((await fetch(new URL('/api/v1/ready', address))).status !== 200)
    await new Promise((resolve) => setTimeout(resolve, 100));
  const requests = seeds(address);
  return async (random) => {
    const outcome = judgeResponse(await send(address, mutant(requests, random)));
    const health = await fetch(new URL('/api/v1/health', address));
    return health.status === 200 ? outcome : `health: ${health.status}`;
  };
}

/** Forms with a recording, as browsers and curl send them. */
export function forms({ host }: URL): readonly Bytes[] {
  const part = (name: string, type: string, body: string | Buffer) =>
    Buffer.concat([
      Buffer.from(`--XX\r\nContent-Disposition: form-data; name="${name}"${type}\r\n\r\n`),
      Buffer.from(body),
      Buffer.from('\r\n'),
    ]);
  const file = part('files', '; filename="a.wav"\r\nContent-Type: audio/wav', clip);
  const end = Buffer.from('--XX--\r\n');
  const type = 'multipart/form-data; boundary=XX';
  const alone = Buffer.concat([file, end]);
  const fields = Buffer.concat([part('speaker', '', 'A'), file, file, part('x', '', '{}'), end]);
  return [
    post(host, '/api/v1/classify', type, alone),
    post(host, '/api/v1/classify?timeline=true&peaks=10', type, fields),
    post(host, '/gradio_api/upload', type, alone),
    post(host, '/api/v1/baselines', type, alone),
    post(host, '/api/v1/conversations', type, alone),
    post(host, '/api/v1/classify', 'audio/wav', clip),
    post(
      host,
      '/gradio_api/queue/join',
      'application/json',
      Buffer.from('{"data":[],"fn_index":0,"session_hash":"a"}'),
    ),
    post(
      host,
      '/gradio_api/call/predict',
      'application/json',
      Buffer.from('{"data":[{"path":"x"}]}'),
    ),
  ];
}

/** A live session: the upgrade, its settings, sound and the end, in masked frames. */
export function webSockets({ host }: URL): readonly Bytes[] {
  const upgrade = `GET /api/v1/live HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`;
  const settings = '{"type":"session.update","session":{"sampleRate":16000,"learnSeconds":5}}';
  const end = frame(1, Buffer.from('{"type":"session.end"}'));
  const sound = frame(2, Buffer.alloc(3200, 7));
  const parts = [Buffer.from(upgrade), frame(1, Buffer.from(settings)), sound, sound, sound, end];
  return [new Uint8Array(Buffer.concat(parts)), new Uint8Array(Buffer.concat(parts.slice(0, 3)))];
}

function post(host: string, path: string, type: string, body: Buffer): Bytes {
  const head = `POST ${path} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: ${type}\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n`;
  return new Uint8Array(Buffer.concat([Buffer.from(head), body]));
}

/** A frame with the mask 0, which leaves the bytes as they are. */
function frame(opcode: number, body: Buffer): Buffer {
  const size = Buffer.from([0xfe, body.length >> 8, body.length & 0xff]);
  const head = body.length < 126 ? Buffer.from([0x80 | body.length]) : size;
  return Buffer.concat([Buffer.from([0x80 | opcode]), head, Buffer.alloc(4), body]);
}

/** Sends bytes and reads until the server has answered and closed, or the client gives up. */
async function send({ hostname, port }: URL, bytes: Bytes): Promise<string> {
  const socket = connect(Number(port), hostname);
  let text = '';
  socket.on('error', () => undefined);
  socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
  const timer = setTimeout(() => socket.destroy(), ANSWER_MS);
  // The end tells a server that waits for more of the body that there is none.
  socket.end(bytes);
  await once(socket, 'close');
  clearTimeout(timer);
  return text;
}

/** A response of 500 is a fault; a body in JSON has finite numbers only. */
function judgeResponse(text: string): string {
  const [, status = ''] = /^HTTP\/1\.1 (\d{3})/.exec(text) ?? [];
  if (status === '500') return `500: ${text.slice(0, 2000)}`;
  if (status !== '200') return 'refused';
  const json = /\{.*\}/s.exec(text)?.[0];
  try {
    return judgeNumbers(json === undefined ? '' : JSON.parse(json));
  } catch {
    return 'read';
  }
}
