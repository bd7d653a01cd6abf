import { setTimeout as sleep } from 'node:timers/promises';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { formatOwner, thisProcess } from '../../src/process-owner.js';
import { form, recording, startTestServer, type TestServer } from './start-test-server.js';

const LOADER = new URL('../support/typescript-loader.js', import.meta.url).href;
const PROGRAM = fileURLToPath(new URL('./serve-from-sources.ts', import.meta.url));
let temporary: string;

beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), 'wav2emo-uploads-'));
  vi.stubEnv('TMPDIR', temporary);
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(temporary, { recursive: true, force: true });
});

const upload = (address: string, bytes: number) =>
  fetch(`${address}/gradio_api/upload`, form(['a.wav', new Blob([new Uint8Array(bytes)])]));
const uploadBody = (address: string, bytes: number) =>
  fetch(`${address}/gradio_api/upload`, {
    method: 'POST',
    body: new Uint8Array(bytes),
    headers: { 'content-type': 'audio/wav' },
  });

// The size limit for files of a process fails like a full disk, with EFBIG instead of ENOSPC.
describe.skipIf(process.platform === 'win32')('an upload that the disk does not take', () => {
  let child: ChildProcess;
  let address: string;
  beforeEach(async () => {
    const command = 'ulimit -f 400; exec "$0" "$@"';
    const args = ['-c', command, process.execPath, '--import', LOADER, PROGRAM];
    const started = spawn('sh', args, { stdio: ['ignore', 'pipe', 'ignore'] });
    child = started;
    const [line] = (await once(started.stdout, 'data')) as [Buffer];
    address = line.toString().trim();
  });
  afterEach(() => child.kill('SIGKILL'));

  test.each([
    ['in a form', upload],
    ['as a body', uploadBody],
  ])('is refused with 507, %s, and the server goes on', async (_name, send) => {
    for (let time = 0; time < 3; time++) {
      const refused = await send(address, 2_000_000);
      expect(refused.status).toBe(507);
      expect(refused.headers.get('content-type')).toContain('application/problem+json');
      const problem = (await refused.json()) as { code: string; detail: string };
      expect(problem.code).toBe('file-disk-full');
      expect(problem.detail).not.toContain(temporary);
    }
    expect((await send(address, 1000)).status).toBe(200);
    expect((await fetch(`${address}/api/v1/health`)).status).toBe(200);
    expect(child.exitCode).toBeNull();
    const metrics = await (await fetch(`${address}/api/v1/metrics`)).text();
    expect(metrics).toContain('\nwav2emo_upload_files 1\n');
  });
});

describe('if something deletes the folder for uploads', () => {
  let server: TestServer;
  const folder = () => {
    const [name = ''] = readdirSync(temporary).filter((each) => each.startsWith('wav2emo-server-'));
    return join(temporary, name);
  };
  beforeEach(async () => {
    server = await startTestServer();
  });
  afterEach(() => server.close());

  test('it is made again for the next uploads', async () => {
    const path = folder();
    rmSync(path, { recursive: true });
    const responses = await Promise.all([1, 2, 3].map(() => upload(server.address, 40_000)));
    expect(responses.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(folder()).toBe(path);
    expect(readFileSync(join(path, 'owner'), 'utf8')).toBe(formatOwner(await thisProcess()));
    expect(readdirSync(path)).toContain('scratch');
  });

  test('a recording is classified all the same', async () => {
    expect(await server.load()).toMatchObject({ state: 'ready' });
    rmSync(folder(), { recursive: true });
    const answer = await server.api('/classify', form(['a.wav', recording()]));
    expect(answer).toMatchObject({ status: 200, body: { results: [{ file: 'a.wav' }] } });
  });

  test.skipIf(process.platform === 'win32')(
    'a recording that was in it is asked for again',
    async () => {
      expect(await server.load()).toMatchObject({ state: 'ready' });
      const pid = server.enginePid() ?? 0;
      process.kill(pid, 'SIGSTOP');
      const waiting = server.api('/classify', form(['a.wav', recording()]));
      const queued = async () => await (await fetch(`${server.address}/api/v1/metrics`)).text();
      while (!/^wav2emo_queue_requests 1$/m.test(await queued())) await sleep(20);
      rmSync(folder(), { recursive: true });
      process.kill(pid, 'SIGCONT');
      const answer = await waiting;
      expect(answer).toMatchObject({ status: 503, body: { code: 'upload-lost' } });
      expect(answer.headers.get('retry-after')).toBe('2');
      expect(JSON.stringify(answer.body)).not.toContain(temporary);
    },
  );

  test.skipIf(process.platform === 'win32')(
    'nothing is written to what somebody put in its place',
    async () => {
      const path = folder();
      const elsewhere = mkdtempSync(join(temporary, 'elsewhere-'));
      rmSync(path, { recursive: true });
      symlinkSync(join(elsewhere, 'missing'), path);
      const refused = await upload(server.address, 1000);
      expect(refused.status).toBe(500);
      expect(JSON.stringify(await refused.json())).not.toContain(path);
      expect(readdirSync(elsewhere)).toEqual([]);
      expect((await server.api('/health')).status).toBe(200);
    },
  );
});

test('a file that is too large leaves its connection usable', async () => {
  const server = await startTestServer({ maxUploadMb: '1' });
  try {
    for (let time = 0; time < 3; time++) {
      const refused = await uploadBody(server.address, 4_000_000);
      expect(refused.status).toBe(413);
      await refused.text();
      expect((await server.api('/health')).status).toBe(200);
    }
  } finally {
    await server.close();
  }
});
