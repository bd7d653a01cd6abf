import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { makeWav, voice } from '../support/make-wav.js';
import { runCli } from '../support/run-cli.js';
import type { TestServer } from '../server/start-test-server.js';
import { TestQueue } from './start-queue.js';

vi.setConfig({ hookTimeout: 300_000 });

const LOADER = new URL('../support/typescript-loader.js', import.meta.url).href;
const PROGRAM = fileURLToPath(new URL('work-from-sources.ts', import.meta.url));

/** Long enough that a worker is killed while it computes it. */
const RECORDING = new Blob([makeWav(120, voice)]);

let queue: TestQueue;
let server: TestServer;
const started: ChildProcess[] = [];

beforeAll(async () => {
  queue = await TestQueue.start();
  server = await queue.serve();
});
afterAll(async () => {
  for (const child of started) child.kill('SIGKILL');
  await queue.stop();
});

/** Starts a worker in a process of its own, and waits until it takes jobs. */
async function startProcess(): Promise<ChildProcess> {
  const { queue: address, store } = queue.flags;
  const child = spawn(process.execPath, ['--import', LOADER, PROGRAM], {
    env: {
      ...process.env,
      WAV2EMO_QUEUE: String(address),
      WAV2EMO_STORE: String(store),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  started.push(child);
  await once(child.stdout, 'data');
  return child;
}

const active = async () => {
  const text = await (await fetch(`${server.address}/api/v1/metrics`)).text();
  return Number(/^wav2emo_queue_jobs\{.*state="active"\} (\d+)$/m.exec(text)?.[1]);
};

test('a job whose worker is killed is answered once, by a worker that loads the model for it', async () => {
  const first = await startProcess();
  expect(await server.load()).toMatchObject({ state: 'ready' });
  const found = server.api('/classify', {
    ...{ method: 'POST', body: RECORDING },
    headers: { 'content-type': 'audio/wav' },
  });
  found.catch(() => undefined);
  await vi.waitFor(
    async () => {
      expect(await active()).toBe(1);
    },
    { timeout: 60_000, interval: 20 },
  );
  first.kill('SIGKILL');
  await once(first, 'exit');
  await startProcess();
  expect(await found).toMatchObject({ status: 200, body: { results: [{ durationSeconds: 120 }] } });
  const metrics = await (await fetch(`${server.address}/api/v1/metrics`)).text();
  expect(metrics).toMatch(/^wav2emo_recordings_total\{outcome="answered",code=""\} 1$/m);
  expect(await queue.stored()).toEqual([]);
  // Two workers start from the sources, one after the other, and each prepares the model.
}, 400_000);

test('the command line lists the jobs that failed, with their reasons', async () => {
  await server.api('/classify', { method: 'POST', body: new Blob(['no sound']) });
  const { queue: address, store } = queue.flags;
  const flags = ['--queue', String(address), '--store', String(store)];
  const { exitCode, stdout } = await runCli(['worker', '--failed', ...flags]);
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ method: 'classify', code: 'audio-unknown-format' });
});
