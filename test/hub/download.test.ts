import { once } from 'node:events';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { fetchSnapshot } from '../../src/hub/index.js';
import { errorOf, FILES, filesIn, hubWithFiles, temporaryFolder } from './hub-fixture.js';

const partials = (folder: string) =>
  readdirSync(join(folder, '.wav2emo')).filter((name) => name.endsWith('.incomplete'));

test('continues by range when the connection breaks, again and again', async () => {
  const { server, options } = await hubWithFiles();
  server.faults.die = { bytes: 70_000, times: 9 };
  const { folder } = await fetchSnapshot(options);
  expect(readFileSync(join(folder, 'model.ckpt'))).toEqual(FILES['model.ckpt']);
  const ranges = server.requests.filter(({ origin }) => origin === 'storage');
  const starts = ranges.map(({ range }) => Number(/\d+/.exec(range ?? '0')?.[0]));
  expect(starts).toEqual([0, 70_000, 140_000, 210_000, 280_000]);
  expect(partials(folder)).toEqual([]);
});

test('stops if nothing more arrives, keeps the received bytes, and continues in the next run', async () => {
  const { server, options } = await hubWithFiles();
  const folder = temporaryFolder();
  server.faults.die = { bytes: 100_000, times: 1 };
  server.faults.refuse = { status: 500, times: 0 };
  const select = () => ['model.ckpt'];
  const dropOnce = (bytes: number) => {
    if (bytes >= 100_000) server.faults.die = { bytes: 0, times: 4 };
  };
  const first = await errorOf(
    fetchSnapshot({
      ...options,
      folder,
      select,
      onProgress: (progress) => {
        dropOnce(progress.doneBytes);
      },
    }),
  );
  expect(first.code).toBe('hub-interrupted');
  expect(first.message).toContain('model.ckpt stopped after 100000 of 300000 bytes');
  expect(filesIn(folder)).toEqual([]);
  expect(partials(folder)).toHaveLength(1);
  server.faults.die = { bytes: 0, times: 0 };
  server.requests.length = 0;
  await fetchSnapshot({ ...options, folder, select });
  const asked = server.requests.filter(({ origin }) => origin === 'storage');
  expect(asked.map(({ range }) => range)).toEqual(['bytes=100000-']);
  expect(readFileSync(join(folder, 'model.ckpt'))).toEqual(FILES['model.ckpt']);
});

test('closes a silent connection and continues on another', async () => {
  const { server, options } = await hubWithFiles();
  server.faults.stall = { bytes: 123_456, times: 1 };
  const { folder } = await fetchSnapshot(options);
  expect(readFileSync(join(folder, 'model.ckpt'))).toEqual(FILES['model.ckpt']);
  expect(server.requests.at(-1)?.range).toBe('bytes=123456-');
});

test('gives up on a hub that sends single bytes', async () => {
  const { server, options } = await hubWithFiles();
  server.faults.dripMs = 20;
  const error = await errorOf(fetchSnapshot({ ...options, select: () => ['model.ckpt'] }));
  expect(error).toMatchObject({ code: 'hub-interrupted' });
  expect(error.message).toMatch(/only \d+ bytes arrived within 1 seconds/);
}, 30_000);

test.skipIf(process.platform === 'win32')('nobody else can read the cache', async () => {
  const { env, options } = await hubWithFiles();
  const cacheFolder = join(env.WAV2EMO_CACHE, 'new');
  await fetchSnapshot({ ...options, settings: { ...options.settings, cacheFolder } });
  expect(statSync(cacheFolder).mode & 0o777).toBe(0o700);
  expect(statSync(join(cacheFolder, 'hub')).mode & 0o777).toBe(0o700);
});

test('starts again if the server ignores ranges', async () => {
  const { server, options } = await hubWithFiles();
  server.faults.ignoresRange = true;
  server.faults.die = { bytes: 100_000, times: 1 };
  const { folder } = await fetchSnapshot(options);
  expect(readFileSync(join(folder, 'model.ckpt'))).toEqual(FILES['model.ckpt']);
});

test.each(['model.ckpt', 'config.json'])(
  'deletes %s when its checksum is another',
  async (path) => {
    const { server, options } = await hubWithFiles();
    const folder = temporaryFolder();
    server.faults.wrongBytes = true;
    const wrong = { ...options, folder, select: () => [path] };
    const error = await errorOf(fetchSnapshot(wrong));
    expect(error.code).toBe('hub-checksum');
    expect(error.message).toContain(path);
    expect(filesIn(folder)).toEqual([]);
    expect(partials(folder)).toEqual([]);
    server.faults.wrongBytes = false;
    await fetchSnapshot(wrong);
    expect(filesIn(folder)).toEqual([path]);
  },
);

test('stops a server that sends more bytes than it listed', async () => {
  const { server, options } = await hubWithFiles();
  const folder = temporaryFolder();
  server.faults.listedBytes = { 'model.ckpt': 1000 };
  const reported: number[] = [];
  const error = await errorOf(
    fetchSnapshot({
      ...options,
      folder,
      select: () => ['model.ckpt'],
      onProgress: ({ doneBytes }) => reported.push(doneBytes),
    }),
  );
  expect(error.code).toBe('hub-checksum');
  expect(error.message).toContain('longer than the 1000 bytes');
  expect(Math.max(...reported)).toBeLessThanOrEqual(1000);
  expect(filesIn(folder)).toEqual([]);
});

test('does not accept a file that is shorter than listed', async () => {
  const { server, options } = await hubWithFiles();
  const folder = temporaryFolder();
  server.faults.listedBytes = { 'model.ckpt': 300_001 };
  const error = await errorOf(fetchSnapshot({ ...options, folder }));
  expect(error.code).toBe('hub-server-error');
  expect(filesIn(folder)).toEqual([]);
});

test('stops when the caller stops it in the middle of a file', async () => {
  const { server, options } = await hubWithFiles();
  const folder = temporaryFolder();
  server.faults.stall = { bytes: 50_000, times: 9 };
  const stop = new AbortController();
  const reason = new Error('enough');
  const onProgress = ({ doneBytes }: { doneBytes: number }) => {
    if (doneBytes > 50_000) stop.abort(reason);
  };
  const call = { ...options, folder, onProgress, signal: stop.signal };
  expect(await errorOf(fetchSnapshot(call))).toBe(reason);
  expect(filesIn(folder)).toEqual([]);
});

test('stops when the caller stops it while it waits to try again', async () => {
  const { server, options } = await hubWithFiles();
  server.faults.refuse = { status: 503, times: 99 };
  const stop = new AbortController();
  const reason = new Error('enough');
  setTimeout(() => {
    stop.abort(reason);
  }, 700);
  expect(await errorOf(fetchSnapshot({ ...options, signal: stop.signal }))).toBe(reason);
  expect(server.requests.length).toBeLessThan(4);
});

test('sends the token to the hub and never to the storage it redirects to', async () => {
  const { server, options } = await hubWithFiles({ token: 'secret-of-a-mirror' });
  const settings = { ...options.settings, token: 'secret-of-a-mirror' };
  await fetchSnapshot({ ...options, settings });
  const seen = (origin: string) =>
    new Set(
      server.requests.filter((request) => request.origin === origin).map((r) => r.authorization),
    );
  expect(seen('hub')).toEqual(new Set(['Bearer secret-of-a-mirror']));
  expect(seen('storage')).toEqual(new Set([undefined]));
});

test('sends no token to another host that a listing names as its next page', async () => {
  const seen: (string | undefined)[] = [];
  const listen = async (handler: RequestListener) => {
    const server = createServer(handler).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  const stranger = await listen((request, response) => {
    seen.push(request.headers.authorization);
    response.end('[]');
  });
  const endpoint = await listen((request, response) => {
    seen.push(request.headers.authorization);
    response.setHeader('link', `<${stranger}/next>; rel="next"`);
    response.end(request.url?.includes('/tree/') ? '[]' : JSON.stringify({ sha: 'a'.repeat(40) }));
  });
  const { options } = await hubWithFiles();
  const settings = { ...options.settings, endpoint, token: 'hf_secret' };
  await fetchSnapshot({ ...options, settings });
  expect(seen).toEqual(['Bearer hf_secret', 'Bearer hf_secret', undefined]);
});
