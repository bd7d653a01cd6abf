import { request } from 'node:http';
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

describe('a server on the loopback', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ allowedHosts: 'emotion.example.org' });
  });
  afterAll(() => server.close());

  test.each([
    ['127.0.0.1:8770', 200],
    ['localhost:8770', 200],
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
    for (const path of ['/', '/api/v1/health', '/docs/static/index.html', '/nothing']) {
      const { headers } = await fetch(server.address + path);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toMatch(/script-src 'self'(;|$)/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
    }
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
    expect(cookie).toMatch(/HttpOnly; SameSite=Strict/);
    const headers = { cookie: cookie.split(';', 1)[0] ?? '' };
    expect((await fetch(local('/api/v1/models'), { headers })).status).toBe(200);
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
