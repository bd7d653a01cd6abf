import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { renderUnicodeCompact } from 'uqr';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { ClientOptions } from 'ws';
import { loadRecording } from '../../src/audio/node.js';
import { run } from '../../src/cli/run.js';
import { openRecording } from '../../src/node/index.js';
import { lanUrl, readSettings } from '../../src/server/index.js';
import { readCertificate, selfSignedCertificate } from '../../src/server/tls/index.js';
import { LiveClient } from './live-client.js';
import { startTestServer, type TestServer } from './start-test-server.js';

const TOKEN = 'a-secret-of-a-good-length';
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wav2emo-https-'));
  vi.stubEnv('WAV2EMO_CACHE', folder);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

type Answer = { status: number; body: string; cookie: string; fingerprint: string };

/** Sends a request over TLS and accepts every certificate. */
function ask(url: URL, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = { method, headers, rejectUnauthorized: false, agent: false } as const;
    const asked = request(url, options, (response) => {
      const { fingerprint256 } = (
        response.socket as unknown as { getPeerCertificate: () => { fingerprint256: string } }
      ).getPeerCertificate();
      let body = '';
      response.on('data', (part: Buffer) => (body += part.toString()));
      response.on('end', () => {
        const cookie = response.headers['set-cookie']?.join() ?? '';
        resolve({
          status: response.statusCode ?? 0,
          body,
          cookie,
          fingerprint: fingerprint256,
        });
      });
    });
    asked.once('error', reject);
    asked.end();
  });
}

/** Writes a new certificate and its key to two files. */
async function writePair(name: string) {
  const { cert, key } = await selfSignedCertificate(join(folder, `${name}.pem`), ['localhost']);
  const files = { cert: join(folder, `${name}-cert.pem`), key: join(folder, `${name}-key.pem`) };
  await writeFile(files.cert, cert);
  await writeFile(files.key, key);
  return files;
}

describe('a server with --https', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ https: true });
  });
  afterAll(() => server.close());

  test('responds over TLS with the certificate of the cache folder', async () => {
    expect(server.address).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    const answer = await ask(new URL('/api/v1/health', server.address));
    expect(answer.status).toBe(200);
    const pem = await readFile(join(folder, 'https', 'self-signed.pem'), 'utf8');
    const kept = new X509Certificate(pem.slice(pem.indexOf('-----BEGIN CERTIFICATE')));
    expect(answer.fingerprint).toBe(kept.fingerprint256);
    expect(kept.checkHost('localhost')).toBe('localhost');
    expect(kept.checkIP('127.0.0.1')).toBe('127.0.0.1');
  });

  test('is trusted without a warning by who trusts its certificate', async () => {
    const ca = await readFile(join(folder, 'https', 'self-signed.pem'), 'utf8');
    const status = await new Promise((resolve, reject) => {
      const asked = request(new URL('/api/v1/health', server.address), { ca }, (response) => {
        resolve(response.resume().statusCode);
      });
      asked.once('error', reject).end();
    });
    expect(status).toBe(200);
  });

  test('checks Host and Origin as over http', async () => {
    const models = new URL('/api/v1/models', server.address);
    expect((await ask(models, { host: 'localhost:8770' })).status).toBe(200);
    const rebound = await ask(models, { host: 'rebound.example.com' });
    expect(rebound).toMatchObject({ status: 403 });
    expect(rebound.body).toContain('host-refused');
    const unload = new URL('/api/v1/models/wav2vec2-mini/unload', server.address);
    const { host } = unload;
    const own = await ask(unload, { host, origin: server.address }, 'POST');
    expect(own.status).toBe(200);
    const foreign = await ask(unload, { host, origin: 'https://evil.example' }, 'POST');
    expect(foreign.body).toContain('origin-refused');
  });

  test('tells Gradio’s clients an https address', async () => {
    const { body } = await ask(new URL('/config', server.address));
    expect((JSON.parse(body) as { root: string }).root).toBe(server.address);
  });
});

describe('a live session over TLS', () => {
  let server: TestServer;
  let ca: string;
  beforeAll(async () => {
    server = await startTestServer({ https: true, model: 'ecapa-mini', token: TOKEN });
    ca = await readFile(join(folder, 'https', 'self-signed.pem'), 'utf8');
  });
  afterAll(() => server.close());

  const authorization = `Bearer ${TOKEN}`;

  /** The status of the upgrade; 0 if there is no connection. */
  async function status(options: ClientOptions): Promise<number> {
    const { socket } = new LiveClient(server.address, options);
    const code = await new Promise<number>((resolve) => {
      socket.once('open', () => {
        resolve(101);
      });
      socket.once('unexpected-response', (_request, response) => {
        resolve(response.statusCode ?? 0);
      });
      socket.once('error', () => {
        resolve(0);
      });
    });
    socket.terminate();
    return code;
  }

  test('runs from the settings to the summary', async () => {
    const { samples } = await loadRecording(await openRecording('examples/audio/angry-woman.flac'));
    const client = await LiveClient.open(server.address, {}, { ca, headers: { authorization } });
    expect(client.socket.url).toMatch(/^wss:/);
    await client.next('session.updated');
    client.sendSound(samples);
    client.send({ type: 'session.end' });
    expect(await client.closed).toEqual({ code: 1000, reason: '' });
    expect(client.ofType('utterance.end')).toHaveLength(1);
    expect(await client.next('session.ended')).toMatchObject({
      utterances: 1,
      durationSeconds: expect.closeTo(samples.length / 16_000, 2) as number,
    });
  });

  test('needs the token, and the origin of this server with https', async () => {
    expect(await status({ ca })).toBe(401);
    const own = { authorization, origin: server.address };
    expect(await status({ ca, headers: own })).toBe(101);
    const foreign = { authorization, origin: 'https://evil.example' };
    expect(await status({ ca, headers: foreign })).toBe(403);
  });

  test('is refused by clients that do not know the certificate', async () => {
    expect(await status({ headers: { authorization } })).toBe(0);
  });
});

describe('--cert and --key', () => {
  test('are served', async () => {
    const files = await writePair('given');
    const server = await startTestServer({ https: true, token: TOKEN, ...files });
    try {
      const answer = await ask(new URL(`/?token=${TOKEN}`, server.address));
      const certificate = new X509Certificate(await readFile(files.cert));
      expect(answer.fingerprint).toBe(certificate.fingerprint256);
      expect(answer.status).toBe(303);
      expect(answer.cookie).toContain('; Secure');
    } finally {
      await server.close();
    }
  });

  test('that cannot be used are errors that name the file', async () => {
    const [one, other] = [await writePair('one'), await writePair('other')];
    const missing = join(folder, 'missing.pem');
    await expect(readCertificate(missing, one.key)).rejects.toThrow(`Could not read ${missing}`);
    await expect(readCertificate(one.key, one.key)).rejects.toThrow('expected a certificate');
    await expect(readCertificate(one.cert, one.cert)).rejects.toThrow('expected a private key');
    await expect(readCertificate(one.cert, other.key)).rejects.toThrow('does not belong to');
    await expect(
      startTestServer({ https: true, cert: one.cert, key: other.key }),
    ).rejects.toMatchObject({ name: 'FileError', code: 'file-unreadable' });
  });

  test('need each other and --https', () => {
    expect(() => readSettings({ https: true, cert: 'a.pem' })).toThrow('need each other');
    expect(() => readSettings({ cert: 'a.pem', key: 'b.pem' })).toThrow('Add --https');
  });
});

describe('the self-signed certificate', () => {
  const later = (days: number) => new Date(Date.now() + days * 86_400_000);

  test('is kept until it expires soon or a name is new', async () => {
    const file = join(folder, 'kept', 'pair.pem');
    const first = await selfSignedCertificate(file, ['localhost', '192.168.1.2']);
    expect(await selfSignedCertificate(file, ['localhost'], later(300))).toEqual(first);
    const renewed = await selfSignedCertificate(file, ['localhost'], later(340));
    expect(renewed.cert).not.toBe(first.cert);
    const moved = await selfSignedCertificate(file, ['localhost', '192.168.1.3', 'fd00::2']);
    const certificate = new X509Certificate(moved.cert);
    expect(certificate.checkIP('192.168.1.3')).toBe('192.168.1.3');
    expect(certificate.checkIP('fd00::2')).toBe('fd00::2');
    await writeFile(file, 'damaged');
    expect((await selfSignedCertificate(file, ['localhost'])).key).toContain('PRIVATE KEY');
  });

  test.skipIf(process.platform === 'win32')('can be read by its owner only', async () => {
    const file = join(folder, 'private', 'pair.pem');
    await selfSignedCertificate(file, ['localhost']);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });
});

test('the address for other machines', () => {
  const addresses = ['192.168.1.2'];
  expect(lanUrl('https://0.0.0.0:8770', addresses)).toBe('https://192.168.1.2:8770');
  expect(lanUrl('http://[::]:80', addresses)).toBe('http://192.168.1.2:80');
  expect(lanUrl('http://0.0.0.0:8770', ['fd00::2'])).toBe('http://[fd00::2]:8770');
  expect(lanUrl('http://10.0.0.7:8770', addresses)).toBe('http://10.0.0.7:8770');
  expect(lanUrl('https://127.0.0.1:8770', addresses)).toBeUndefined();
  expect(lanUrl('http://[::1]:8770', addresses)).toBeUndefined();
  expect(lanUrl('http://0.0.0.0:8770', [])).toBeUndefined();
});

/** Output of `serve` until it prints its address; `isTTY` is that of stderr. */
async function outputOf(flags: readonly string[], isTTY: boolean) {
  const stop = new AbortController();
  let [out, notices] = ['', ''];
  const stdout = new Writable({
    write(chunk: Buffer, _encoding, done) {
      out += chunk.toString();
      setTimeout(() => {
        stop.abort();
      });
      done();
    },
  });
  const stderr = new Writable({
    write(chunk: Buffer, _encoding, done) {
      notices += chunk.toString();
      done();
    },
  });
  const code = await run(['serve', '--port', '0', '--log-level', 'silent', ...flags], {
    stdin: Readable.from([]),
    stdout,
    stderr: Object.assign(stderr, { isTTY }),
    env: {},
    signal: stop.signal,
  });
  return { code, out, notices };
}

describe('the QR code', () => {
  const flags = ['--host', '0.0.0.0', '--https', '--token', TOKEN];

  const hasNetwork = lanUrl('https://0.0.0.0:1') !== undefined;

  test.skipIf(!hasNetwork)('contains the address with the token, if it is a terminal', async () => {
    const { code, out, notices } = await outputOf(flags, true);
    const port = new URL(out.trim()).port;
    const expected = `${lanUrl(`https://0.0.0.0:${port}`) ?? ''}/?token=${TOKEN}`;
    expect(code).toBe(0);
    expect(notices).toContain(`machines: ${expected}\n`);
    const shown = stripVTControlCharacters(notices);
    expect(shown).toContain(renderUnicodeCompact(expected, { ecc: 'L', border: 2 }));
    expect(notices).not.toContain('add --https');
  });

  test('is not shown elsewhere, or for the loopback', async () => {
    expect((await outputOf(flags, false)).notices).toBe('');
    expect((await outputOf(['--https'], true)).notices).toBe('');
  });

  test.skipIf(!hasNetwork)('comes with advice about the microphone without https', async () => {
    const { notices } = await outputOf(['--host', '0.0.0.0', '--token', TOKEN], true);
    expect(notices).toContain('add --https');
  });
});
