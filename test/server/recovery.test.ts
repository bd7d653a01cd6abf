import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import {
  form,
  listModels,
  recording,
  startTestServer,
  type TestServer,
} from './start-test-server.js';

let server: TestServer;
afterEach(() => server.close());

const classify = () => server.api('/classify', form(['a.wav', recording()]));

async function until(condition: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await condition())) await sleep(10);
}

test('while the model of the start is loaded, the server is not ready and says when to ask', async () => {
  server = await startTestServer({ model: 'wav2vec2-mini' });
  const early = await server.api('/ready');
  expect(early).toMatchObject({ status: 503, body: { code: 'model-loading' } });
  const refused = await classify();
  expect(refused).toMatchObject({ status: 503, body: { code: 'model-loading' } });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  await until(async () => (await server.api('/ready')).status === 200);
  expect(await classify()).toMatchObject({ status: 200 });
});

test('a model that cannot be loaded at the start is tried again until it can', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'wav2emo-recovery-'));
  const model = join(folder, 'mine');
  const embedded = fileURLToPath(new URL('../../models/ecapa-mini/', import.meta.url));
  await cp(embedded, model, { recursive: true });
  const manifest = await readFile(join(model, 'model.json'), 'utf8');
  await writeFile(join(model, 'model.json'), '{');
  try {
    server = await startTestServer({ model });
    await until(async () => (await listModels(server.api)).some(({ state }) => state === 'failed'));
    expect(await server.api('/ready')).toMatchObject({ status: 503 });
    await writeFile(join(model, 'model.json'), manifest);
    await until(async () => (await server.api('/ready')).status === 200);
    expect(await classify()).toMatchObject({ status: 200 });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

// Windows has no such signal.
test.skipIf(process.platform === 'win32')(
  'a model comes back after the process dies twice, also while it opens the model',
  async () => {
    server = await startTestServer();
    await server.load();
    for (const pause of [5, 60]) {
      const first = server.enginePid();
      if (first !== undefined) process.kill(first, 'SIGKILL');
      await until(() => server.enginePid() !== undefined && server.enginePid() !== first);
      await sleep(pause);
      const second = server.enginePid();
      if (second !== undefined) process.kill(second, 'SIGKILL');
      await until(async () => {
        const { status, headers } = await classify();
        if (status === 503) expect(headers.get('retry-after')).not.toBeNull();
        expect([200, 500, 503]).toContain(status);
        return status === 200;
      });
    }
    expect((await listModels(server.api))[0]).toMatchObject({ state: 'ready' });
  },
);

test('unloading a model waits for the requests that use it', async () => {
  server = await startTestServer();
  await server.load();
  const waiting = Array.from({ length: 8 }, classify);
  await sleep(50);
  const unloaded = await server.api('/models/wav2vec2-mini/unload', { method: 'POST' });
  expect(unloaded).toMatchObject({ status: 200, body: { state: 'available' } });
  const statuses = (await Promise.all(waiting)).map(({ status }) => status);
  // Requests that came after the unloading are told that there is no model.
  expect(statuses.filter((status) => status === 200).length).toBeGreaterThan(0);
  expect(statuses.every((status) => status === 200 || status === 409)).toBe(true);
});

test.skipIf(process.platform === 'win32')(
  'requests that wait while the process dies twice are told to come again, not that there is no model',
  async () => {
    server = await startTestServer();
    await server.load();
    const first = server.enginePid();
    const waiting = Array.from({ length: 12 }, classify);
    if (first !== undefined) process.kill(first, 'SIGKILL');
    await until(() => server.enginePid() !== undefined && server.enginePid() !== first);
    const second = server.enginePid();
    if (second !== undefined) process.kill(second, 'SIGKILL');
    for (const { status, headers } of await Promise.all(waiting)) {
      expect([200, 500, 503]).toContain(status);
      if (status === 503) expect(headers.get('retry-after')).not.toBeNull();
    }
  },
);
