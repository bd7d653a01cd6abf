import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { checkpointFolder } from '../support/fixtures.js';
import { makeWav, voice } from '../support/make-wav.js';

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const program = path('../../bin/wav2emo.js');
/** A loaded machine may need longer than the second that is promised; a hung program never ends. */
const SOON_MS = 5000;
let folder: string;
let short: string;
let long: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'wav2emo-interrupt-'));
  short = join(folder, 'short.wav');
  long = join(folder, 'long.wav');
  writeFileSync(short, makeWav(1, voice));
  writeFileSync(
    long,
    makeWav(1200, () => 0, 8000),
  );
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function start(args: readonly string[], env: Record<string, string> = {}): ChildProcess {
  return spawn(process.execPath, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** Sends Ctrl-C and expects that the program ends as a shell reports with the exit code 130. */
async function interrupt(child: ChildProcess, signal: NodeJS.Signals = 'SIGINT'): Promise<void> {
  const start = performance.now();
  child.kill(signal);
  const ended = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  const timer = setTimeout(() => child.kill('SIGKILL'), 3 * SOON_MS);
  const [code, by] = await ended;
  clearTimeout(timer);
  expect(by ?? code).toBeOneOf([130, signal]);
  expect(performance.now() - start).toBeLessThan(SOON_MS);
}

const firstOutput = (child: ChildProcess) => child.stdout && once(child.stdout, 'data');

// Windows has no signals.
describe.skipIf(process.platform === 'win32')('Ctrl-C ends the program', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)(
    'while the runtime computes something without end: %s',
    async (signal) => {
      const loader = path('../support/typescript-loader.js');
      const child = start(['--import', loader, path('../support/endless-run.ts')]);
      await firstOutput(child);
      await new Promise((resolve) => setTimeout(resolve, 300));
      await interrupt(child, signal);
    },
  );

  test.each([1, 2])('while it classifies in %i threads', async (jobs) => {
    const child = start([program, 'classify', '--json', '--jobs', String(jobs), short, long]);
    await firstOutput(child);
    await interrupt(child);
  });

  test('while ffmpeg decodes, and leaves no copy of the recording', async () => {
    const temporary = join(folder, 'temporary');
    const marker = join(folder, 'started');
    const m4a = join(folder, 'call.m4a');
    mkdirSync(temporary);
    copyFileSync(path('../fixtures/audio/formats/aac.16000.1.m4a'), m4a);
    const script = `#!/bin/sh\ntouch '${marker}'\nexec sleep 60\n`;
    writeFileSync(join(folder, 'ffmpeg'), script, { mode: 0o755 });
    const child = start([program, 'classify', m4a], {
      PATH: `${folder}${delimiter}${process.env['PATH'] ?? ''}`,
      TMPDIR: temporary,
    });
    await vi.waitFor(
      () => {
        expect(existsSync(marker)).toBe(true);
      },
      { timeout: 20_000 },
    );
    await interrupt(child);
    expect(readdirSync(temporary)).toEqual([]);
  });

  test('while it converts', async () => {
    const target = join(folder, 'bundles', 'new');
    const source = checkpointFolder('audeering');
    const options = ['--precision', 'int8', '--accept-distance', '--audio', long];
    const child = start([program, 'convert', source, target, ...options]);
    await vi.waitFor(
      () => {
        expect(readdirSync(join(folder, 'bundles')).length).toBeGreaterThan(0);
      },
      { timeout: 20_000 },
    );
    await interrupt(child);
    expect(existsSync(target)).toBe(false);
  });
});
