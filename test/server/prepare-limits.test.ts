import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { processMemory } from '../../src/server/engine/index.js';
import { prepareModel } from '../../src/server/models/prepare-model.js';
import { checkpointFolder } from '../support/fixtures.js';
import { runThreadsFromSources } from '../support/run-threads-from-sources.js';
import { form, startTestServer } from './start-test-server.js';

runThreadsFromSources();

let folder: string;
const { PATH, WAV2EMO_CACHE } = process.env;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wav2emo-limits-'));
});
afterEach(() => {
  process.env['PATH'] = PATH;
  if (WAV2EMO_CACHE === undefined) delete process.env['WAV2EMO_CACHE'];
  else process.env['WAV2EMO_CACHE'] = WAV2EMO_CACHE;
  rmSync(folder, { recursive: true, force: true });
});

/** A program that fills 900 MB of memory: the compiler of the sources frees some hundred MB meanwhile. */
const FILL =
  'const held = Buffer.alloc(900e6, 1); console.log(held.length); setInterval(() => {}, 9e8);';

describe.skipIf(process.platform === 'win32')('the memory of a process', () => {
  test('contains that of its children', async () => {
    const start = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(FILL)}], { stdio: 'inherit' })`;
    const child = spawn(process.execPath, ['-e', start], { detached: true });
    try {
      await once(child.stdout, 'data');
      expect(await processMemory(child.pid ?? 0)).toBeGreaterThan(300e6);
    } finally {
      process.kill(-(child.pid ?? 0), 'SIGKILL');
    }
  });

  test('that decodes contains that of ffmpeg', async () => {
    const program = join(folder, 'ffmpeg');
    writeFileSync(program, `#!${process.execPath}\n${FILL}`, { mode: 0o755 });
    process.env['PATH'] = `${folder}${delimiter}${PATH ?? ''}`;
    const server = await startTestServer({ jobMemoryMb: '150', jobSeconds: '60' });
    try {
      await server.load();
      const m4a = new URL('../fixtures/audio/formats/aac.16000.1.m4a', import.meta.url);
      const file = new Blob([new Uint8Array(readFileSync(m4a))]);
      expect(await server.api('/classify', form(['a.m4a', file]))).toMatchObject({
        status: 413,
        body: { code: 'job-out-of-memory' },
      });
    } finally {
      await server.close();
    }
  });
});

describe('preparing a model', () => {
  const prepare = (limits: { stallMs: number; memoryBytes: number }) => {
    process.env['WAV2EMO_CACHE'] = join(folder, 'cache');
    return prepareModel(
      { source: checkpointFolder('audeering') },
      {
        scratch: folder,
        onStep: () => undefined,
        onStderr: () => undefined,
        signal: new AbortController().signal,
        limits,
      },
    );
  };

  test('ends if it gets no further', async () => {
    await expect(prepare({ stallMs: 20, memoryBytes: 4e9 })).rejects.toMatchObject({
      code: 'engine-failed',
      message: expect.stringContaining('no progress') as string,
    });
  });

  test.skipIf(process.platform === 'win32')('ends if it needs too much memory', async () => {
    await expect(prepare({ stallMs: 60_000, memoryBytes: -1e9 })).rejects.toMatchObject({
      code: 'engine-failed',
      message: expect.stringContaining('of memory') as string,
    });
  });
});
