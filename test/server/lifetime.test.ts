import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { pageAddress } from '../../src/cli/commands/serve.js';
import { makeWav, voice } from '../support/make-wav.js';
import { form } from './start-test-server.js';

/** The built program. */
const PROGRAM = fileURLToPath(new URL('../../bin/wav2emo.js', import.meta.url));
let temporary: string;
let children: ChildProcess[];

beforeEach(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'wav2emo-lifetime-'));
  children = [];
});

afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  await rm(temporary, { recursive: true, force: true, maxRetries: 5 });
});

/** Starts `wav2emo serve`. */
async function serve(...flags: string[]) {
  const child = spawn(process.execPath, [PROGRAM, 'serve', '--port', '0', ...flags], {
    env: { ...process.env, TMPDIR: temporary },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let logs = '';
  child.stderr.on('data', (text: Buffer) => (logs += text.toString()));
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const address = line.toString().trim();
  const load = async () => {
    await fetch(`${address}/api/v1/models/wav2vec2-mini/load`, { method: 'POST' });
    const isReady = async () =>
      (await (await fetch(`${address}/api/v1/ready`)).text()).includes('"modelsReady":1');
    while (!(await isReady())) await sleep(50);
  };
  return { child, address, load, logs: () => logs };
}

const folders = () => readdirSync(temporary).filter((name) => name.startsWith('wav2emo-server-'));
const filesIn = (folder: string) =>
  readdirSync(join(temporary, folder)).filter((name) => name.includes('-'));

/** Sends half of a recording and keeps the connection open. */
function sendHalf(address: string): void {
  const asked = request(`${address}/api/v1/classify`, { method: 'POST' });
  asked.setHeader('content-type', 'audio/wav').setHeader('content-length', 1_000_000);
  asked.on('error', () => undefined).write(Buffer.from(makeWav(1, voice)));
}

const isGone = (pid: number) => {
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
};

test.skipIf(process.platform === 'win32')(
  'after SIGTERM running work finishes, new requests are refused, and no file is left',
  async () => {
    const { child, address, load } = await serve();
    await load();
    const long = new Blob([makeWav(60, voice)]);
    const running = fetch(`${address}/api/v1/classify?timeline=true`, form(['l.wav', long]));
    const busy = async () =>
      (await (await fetch(`${address}/api/v1/ready`)).text()).includes('"queued":1');
    while (!(await busy())) await sleep(5);
    child.kill('SIGTERM');
    let refusal = await fetch(`${address}/api/v1/models`);
    while (refusal.status === 200) refusal = await fetch(`${address}/api/v1/models`);
    expect(refusal.status).toBe(503);
    expect(refusal.headers.get('retry-after')).toBe('10');
    expect(await refusal.json()).toMatchObject({ code: 'shutting-down', status: 503 });
    const answer = await running;
    expect(answer.status).toBe(200);
    expect(
      ((await answer.json()) as { results: { timeline: [] }[] }).results[0]?.timeline,
    ).toHaveLength(59);
    const [code] = (await once(child, 'exit')) as [number];
    expect(code).toBe(0);
    expect(folders()).toEqual([]);
    await expect(fetch(`${address}/api/v1/health`)).rejects.toThrow();
  },
);

test.skipIf(process.platform === 'win32')(
  'the next start deletes the upload folder of a crashed server, and nothing else',
  async () => {
    const first = await serve();
    await first.load();
    sendHalf(first.address);
    while (folders().flatMap(filesIn).length === 0) await sleep(20);
    first.child.kill('SIGKILL');
    await once(first.child, 'exit');
    const [left = ''] = folders();
    expect(filesIn(left)).toHaveLength(1);
    const alive = join(temporary, 'wav2emo-server-alive');
    await mkdir(alive);
    await writeFile(join(alive, 'owner'), String(process.pid));
    await mkdir(join(temporary, 'somebody-else'));
    const second = await serve();
    expect(existsSync(join(temporary, left))).toBe(false);
    expect(existsSync(alive)).toBe(true);
    expect(existsSync(join(temporary, 'somebody-else'))).toBe(true);
    const answer = await fetch(`${second.address}/api/v1/health`);
    expect(answer.status).toBe(200);
  },
);

test.skipIf(process.platform !== 'linux')(
  'the process that computes ends with the server',
  async () => {
    const { child, load } = await serve();
    await load();
    const { pid = 0 } = child;
    const childrenFile = `/proc/${pid}/task/${pid}/children`;
    const { readFileSync } = await import('node:fs');
    const computing = readFileSync(childrenFile, 'utf8').trim().split(' ').map(Number);
    expect(computing.length).toBeGreaterThan(0);
    child.kill('SIGKILL');
    while (!computing.every(isGone)) await sleep(50);
  },
);

test('a port that is in use is an error with advice', async () => {
  const { address } = await serve();
  const { port } = new URL(address);
  const child = spawn(process.execPath, [PROGRAM, 'serve', '--port', port], {
    env: { ...process.env, TMPDIR: temporary },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let words = '';
  child.stderr.on('data', (text: Buffer) => (words += text.toString()));
  const [code] = (await once(child, 'exit')) as [number];
  expect(code).toBe(1);
  expect(words).toContain('Choose another --port');
});

test('the address with the token is printed to a terminal only', async () => {
  const token = 'sixteen-letters!!';
  const { address } = await serve('--token', token);
  expect(address).not.toContain('token');
  const shown = pageAddress(address, token);
  expect(new URL(shown).searchParams.get('token')).toBe(token);
  expect((await fetch(`${address}/api/v1/models`)).status).toBe(401);
  expect((await fetch(shown, { redirect: 'manual' })).status).toBe(303);
});
