import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Client } from './gradio-client.js';
import { form, recording, startTestServer, type TestServer } from './start-test-server.js';

const TOKEN = 'a-secret-of-a-good-length';

/** Sends a request with headers that `fetch` does not allow. */
function ask(address: string, path: string, headers: Record<string, string>, method = 'GET') {
  return new Promise<{ status: number; body: string }>((resolve, reject) => {
    const asked = request(new URL(path, address), { method, headers }, (response) => {
      let body = '';
      response.on('data', (part: Buffer) => (body += part.toString()));
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, body });
      });
    });
    asked.once('error', reject);
    asked.end();
  });
}

/** Sends a request line as it is and returns the beginning of the response. */
async function rawGet(address: string, target: string): Promise<string> {
  const { port, hostname, host } = new URL(address);
  const socket = connect(Number(port), hostname);
  socket.write(`GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  const [first] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return first.toString();
}

describe('a server on the loopback', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ allowedHosts: 'emotion.example.org' });
  });
  afterAll(() => server.close());

  test.each([
    ['127.0.0.1:8770', 200],
    ['localhost:8770', 200],
    ['LOCALHOST:8770', 200],
    ['[::1]:8770', 200],
    ['emotion.example.org', 200],
    ['rebound.example.com', 403],
    ['127.0.0.1.example.com', 403],
  ])('responds to the host name %s with %i', async (host, status) => {
    const answer = await ask(server.address, '/api/v1/models', { host });
    expect(answer.status).toBe(status);
    if (status === 403) expect(answer.body).toContain('"code":"host-refused"');
  });

  test('refuses posts from the scripts of other pages', async () => {
    const { host } = new URL(server.address);
    const path = '/api/v1/models/wav2vec2-mini/unload';
    const foreign = await ask(
      server.address,
      path,
      { host, origin: 'https://evil.example' },
      'POST',
    );
    expect(foreign).toMatchObject({ status: 403 });
    expect(foreign.body).toContain('origin-refused');
    const opaque = await ask(server.address, path, { host, origin: 'null' }, 'POST');
    expect(opaque.status).toBe(403);
    const own = await ask(server.address, path, { host, origin: server.address }, 'POST');
    expect(own.status).toBe(200);
  });

  test('sends the security headers with every response', async () => {
    for (const path of [
      ...['/', '/api/v1/health', '/docs/static/index.html', '/nothing'],
      '/engine/models/wav2emo-small/model.json',
    ]) {
      const { headers } = await fetch(server.address + path);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toMatch(/script-src 'self' 'wasm-unsafe-eval'(;|$)/);
      expect(policy).toMatch(/worker-src 'self'(;|$)/);
      // Both isolate the page from other origins, without which WebAssembly has no threads.
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
      expect(headers.get('cross-origin-embedder-policy')).toBe('require-corp');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
    }
  });

  test('serves the files with which a browser computes, and no other file of the package', async () => {
    const status = async (path: string) => (await ask(server.address, path, {})).status;
    for (const file of ['wav2emo-small/model.json', 'wav2emo-small/heads.json', 'silero-vad.onnx'])
      expect(await status(`/engine/models/${file}`)).toBe(200);
    for (const file of [
      ...['package.json', 'src/index.ts', 'models/wav2emo-small/README.md', 'dist/index.js'],
      ...['models/../package.json', 'models/%2e%2e/package.json', '.git/config', ''],
    ])
      expect(await status(`/engine/${file}`), file).toBeGreaterThanOrEqual(400);
  });

  test('serves no file outside the folder of the page', async () => {
    for (const path of ['/..%2f..%2fpackage.json', '/%2e%2e/package.json', '/.wav2emo-sources'])
      expect((await ask(server.address, path, {})).status).toBeGreaterThanOrEqual(400);
  });
});

describe('a server with a token', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ host: '0.0.0.0', token: TOKEN });
  });
  afterAll(() => server.close());
  const local = (path: string) => `http://127.0.0.1:${new URL(server.address).port}${path}`;

  test.each(['/', '/api/v1/models', '/api/v1/metrics', '/config', '/gradio_api/info', '/docs'])(
    'requires it for %s',
    async (path) => {
      const without = await fetch(local(path));
      expect(without.status).toBe(401);
      expect(await without.json()).toMatchObject({ code: 'unauthorized' });
      const bearer = (token: string) =>
        fetch(local(path), { headers: { authorization: `Bearer ${token}` } });
      expect((await bearer(`${TOKEN}x`)).status).toBe(401);
      expect((await bearer(TOKEN)).status).toBe(200);
    },
  );

  test('lets everybody check its health', async () => {
    expect((await fetch(local('/api/v1/health'))).status).toBe(200);
    expect((await fetch(local('/api/v1/ready'))).status).toBe(200);
  });

  test('gives a browser a cookie for the address with the token', async () => {
    const wrong = await fetch(local('/?token=wrong'), { redirect: 'manual' });
    expect(wrong.status).toBe(401);
    const right = await fetch(local(`/?token=${TOKEN}`), { redirect: 'manual' });
    expect(right.status).toBe(303);
    expect(right.headers.get('location')).toBe('/');
    const cookie = right.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/Max-Age=\d+; HttpOnly; SameSite=Strict/);
    expect(cookie).not.toContain(TOKEN);
    const headers = { cookie: cookie.split(';', 1)[0] ?? '' };
    expect((await fetch(local('/api/v1/models'), { headers })).status).toBe(200);
    const out = await fetch(local('/api/v1/logout'), { method: 'POST', headers });
    expect(out.status).toBe(204);
    expect((await fetch(local('/api/v1/models'), { headers })).status).toBe(401);
  });

  test('asks a browser for the token', async () => {
    const page = await fetch(local('/'), { headers: { accept: 'text/html' } });
    expect([page.status, page.headers.get('content-type')]).toEqual([
      401,
      'text/html; charset=utf-8',
    ]);
    expect(await page.text()).toContain('name="token"');
  });

  // An access check that parses the target for itself reads these as the health check.
  test.each([
    '/x\\..\\api\\v1\\health#/../index.html',
    '/docs/static/..\\..\\api\\v1\\health#/../index.html',
    '/%67radio_api/heartbeat/..\\..\\api\\v1\\health',
    'http://127.0.0.1/api/v1/health',
    '//api/v1/health',
    '/api/v1/models?x=%5C#/api/v1/health',
  ])('refuses the target %s', async (target) => {
    const answer = await rawGet(local(''), target);
    expect(answer).toContain('HTTP/1.1 400');
    expect(answer).toContain('application/problem+json');
    expect(answer.toLowerCase()).toContain('x-content-type-options: nosniff');
  });

  test.each(['/%67radio_api/heartbeat/x', '/api/v1/%6dodels', '/api/v1/health/../models', '/%'])(
    'does not let %s in without the token',
    async (target) => {
      const answer = await rawGet(local(''), target);
      expect(answer).toMatch(/^HTTP\/1\.1 40[014]/);
      expect(answer).toContain('application/problem+json');
    },
  );

  test('refuses an address after many wrong tokens, and logs it without the address', async () => {
    const guess = (path: string, headers = {}) =>
      fetch(local(path), { headers: { ...headers }, redirect: 'manual' });
    const statuses = [];
    for (let at = 0; at < 15; at++) {
      const headers = { authorization: `Bearer wrong-token-number-${at}` };
      statuses.push((await guess('/api/v1/models', headers)).status);
      statuses.push((await guess(`/?token=wrong-token-number-${at}`)).status);
    }
    expect(statuses.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 401));
    expect(statuses.at(-1)).toBe(429);
    const right = { authorization: `Bearer ${TOKEN}` };
    // This address sent the right token before, so that it is not shut out.
    expect((await guess('/api/v1/models', right)).status).toBe(200);
    expect(server.logs()).toMatch(/"code":"unauthorized","status":401,"client":"[0-9a-f]{12}"/);
    const refusals = server
      .logs()
      .split('\n')
      .filter((line) => line.includes('"refused"'));
    expect(refusals.length).toBeGreaterThan(0);
    expect(refusals.join()).not.toContain('127.0.0.1');
  });

  test("accepts it from Gradio's client as a header", async () => {
    const headers = { authorization: `Bearer ${TOKEN}` };
    const client = await Client.connect(local(''), { headers });
    const { data } = await client.predict('/predict', [recording()]);
    expect(data).toMatchObject([expect.stringContaining('wav2vec2-mini'), {}]);
    client.close();
    await expect(Client.connect(local(''))).rejects.toThrow();
  });

  test('refuses a recording without it before the upload', async () => {
    const { status } = await fetch(local('/api/v1/classify'), form(['a.wav', recording()]));
    expect(status).toBe(401);
  });
});

test('a client with the second token classifies, but does not change the models', async () => {
  const userToken = 'another-secret-of-a-good-length';
  const server = await startTestServer({ token: TOKEN, userToken });
  try {
    const as = (token: string, path: string, method = 'GET') =>
      server.api(path, { method, headers: { authorization: `Bearer ${token}` } });
    for (const path of ['/models/wav2vec2-mini/load', '/models/wav2vec2-mini/unload'])
      expect(await as(userToken, path, 'POST')).toMatchObject({
        status: 403,
        body: { code: 'not-permitted' },
      });
    expect(await as(userToken, '/metrics')).toMatchObject({ status: 403 });
    expect(await as(userToken, '/models')).toMatchObject({ status: 200 });
    expect(await as(TOKEN, '/models/wav2vec2-mini/load', 'POST')).toMatchObject({ status: 202 });
  } finally {
    await server.close();
  }
});

test('every spelling of a path counts for the rate limit', async () => {
  const server = await startTestServer({ rateLimit: '3' });
  try {
    const paths = ['/%61pi/v1/models', '/api/v1/%6dodels', '/nothing/here', '/api/v1/models'];
    const statuses = [];
    for (const path of [...paths, ...paths])
      statuses.push((await fetch(server.address + path, { method: 'GET' })).status);
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(3);
    expect((await fetch(`${server.address}/%61pi/v1/models`)).status).toBe(429);
  } finally {
    await server.close();
  }
});

describe('behind a proxy', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ trustProxy: true, rateLimit: '5' });
  });
  afterAll(() => server.close());

  test('a client cannot choose the address that it is limited by', async () => {
    const { host } = new URL(server.address);
    const statuses = [];
    for (let at = 0; at < 8; at++) {
      const forwarded = `10.0.0.${at}, 203.0.113.7`;
      const headers = { host, 'x-forwarded-for': forwarded };
      statuses.push((await ask(server.address, '/api/v1/models', headers)).status);
    }
    expect(statuses.slice(-2)).toEqual([429, 429]);
  });

  test('the host name of the connection is checked, too', async () => {
    const headers = { host: 'evil.example', 'x-forwarded-host': '127.0.0.1' };
    expect((await ask(server.address, '/config', headers)).status).toBe(403);
  });

  test('a protocol that is none does not come back', async () => {
    const { host } = new URL(server.address);
    const headers = { host, 'x-forwarded-proto': 'javascript' };
    expect((await ask(server.address, '/config', headers)).body).not.toContain('javascript:');
  });
});

test('requests above the rate limit are refused with the time to wait', async () => {
  const server = await startTestServer({ rateLimit: '3' });
  try {
    const answers = [];
    for (let at = 0; at < 5; at++) answers.push(await server.api('/models'));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429, 429]);
    expect(answers[3]?.body).toMatchObject({ code: 'rate-limited' });
    expect(Number(answers[3]?.headers.get('retry-after'))).toBeGreaterThan(0);
  } finally {
    await server.close();
  }
});
