import { execFileSync } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadRecording } from '../../src/audio/node.js';
import { recorders } from '../../src/cli/live/microphone.js';
import { openRecording } from '../../src/node/index.js';
import { makeWav } from '../support/make-wav.js';
import { runCli } from '../support/run-cli.js';

const RATE = 16_000;
const LIVE = ['live', '--model', 'ecapa-mini', '--threads', '1'];
let folder: string;
/** A second of silence, a phrase, a second of silence: s16le at 16 kHz. */
let pcm: Buffer;
let wav: Uint8Array;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wav2emo-cli-live-'));
  const { samples } = await loadRecording(await openRecording('examples/audio/sad-woman.flac'));
  const seconds = samples.length / RATE + 2;
  wav = makeWav(seconds, (time) => samples[Math.round((time - 1) * RATE)] ?? 0);
  pcm = Buffer.from(wav.subarray(44));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const events = (stdout: string) =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown> & { type: string });

test('raw samples from a pipe: one line of JSON for each event, and a summary', async () => {
  const { exitCode, stdout } = await runCli([...LIVE, '--json', '--interval', '0.5'], {
    stdin: pcm,
  });
  expect(exitCode).toBe(0);
  const types = events(stdout).map(({ type }) => type);
  expect(types[0]).toBe('utterance.start');
  expect(types.filter((type) => type === 'measurement').length).toBeGreaterThan(3);
  expect(types.slice(-2)).toEqual(['utterance.end', 'session.ended']);
});

test('a WAV stream has the same events as its samples, even if its sizes are unknown', async () => {
  const streamed = Buffer.from(wav);
  streamed.writeUInt32LE(0xffffffff, 4);
  streamed.writeUInt32LE(0xffffffff, 40);
  const found = await runCli([...LIVE, '--json', '-'], { stdin: streamed });
  expect(found.stdout).toBe((await runCli([...LIVE, '--json'], { stdin: pcm })).stdout);
});

test('the table has a line for each second, for the utterance, and a summary', async () => {
  const { stdout } = await runCli([...LIVE, '--language', 'zh'], { stdin: pcm });
  expect(stdout).toMatch(/0:02 {2}\S+ +[█░]{20} {2}\d\.\d\d/);
  expect(stdout).toContain('整段话语');
  expect(stdout).toMatch(/总时长 0:05，语音 0:0\d，共 1 段话语/);
});

test('an empty input has a summary', async () => {
  const { exitCode, stdout } = await runCli([...LIVE, '--json'], { stdin: new Uint8Array() });
  expect([exitCode, events(stdout).map(({ type }) => type)]).toEqual([0, ['session.ended']]);
});

test('Ctrl-C ends an input that never ends, with a summary', async () => {
  const stop = new AbortController();
  const running = runCli([...LIVE, '--json'], { stdin: 'open', signal: stop.signal });
  setTimeout(() => {
    stop.abort();
  }, 3000);
  const { exitCode, stdout } = await running;
  expect([exitCode, events(stdout).map(({ type }) => type)]).toEqual([0, ['session.ended']]);
});

test.each([
  ['24-bit samples', (bytes: Buffer) => bytes.writeUInt16LE(24, 34), 'expected PCM with 16 bits'],
  ['no channel', (bytes: Buffer) => bytes.writeUInt16LE(0, 22), 'it has 0 channels'],
  ['an endless header', (bytes: Buffer) => bytes.writeUInt32LE(99_999, 16), 'within 64 KiB'],
])('a WAV stream with %s is refused', async (_name, damage, message) => {
  const bytes = Buffer.from(wav);
  damage(bytes);
  const { exitCode, stderr } = await runCli([...LIVE, '-'], { stdin: bytes });
  expect(exitCode).toBe(1);
  expect(stderr).toContain(message);
});

test('a file as the argument, or an interval out of range, is wrong usage', async () => {
  expect((await runCli([...LIVE, '--interval', '0.1'], { stdin: pcm })).stderr).toContain(
    'Expected 0.25 to 10 seconds.',
  );
  expect((await runCli([...LIVE, 'call.wav'])).stderr).toContain('wav2emo classify');
});

test('a baseline that does not exist is named', async () => {
  const { exitCode, stderr } = await runCli([...LIVE, '--baseline', 'nobody.json'], { stdin: pcm });
  expect(exitCode).toBe(1);
  expect(stderr).toContain('nobody.json');
});

describe.skipIf(process.platform === 'win32')('the microphone', () => {
  /** Makes a program that imitates a recorder. */
  async function program(name: string, script: string): Promise<void> {
    const path = join(folder, name);
    await writeFile(path, `#!/bin/sh\n${script}\n`);
    await chmod(path, 0o755);
  }
  const record = (...flags: string[]) =>
    runCli([...LIVE, '--json', '--microphone', 'desk', ...flags], { env: { PATH: folder } });

  test('is recorded with the first program that works', async () => {
    await writeFile(join(folder, 'sound.raw'), pcm);
    const cat = execFileSync('sh', ['-c', 'command -v cat'], { encoding: 'utf8' }).trim();
    await program('arecord', 'echo "arecord: no such card" >&2; exit 1');
    await program('ffmpeg', `${cat} ${join(folder, 'sound.raw')}`);
    const { exitCode, stdout, stderr } = await record();
    expect(exitCode).toBe(0);
    expect(stderr).toContain('Recording with ffmpeg');
    expect(events(stdout).map(({ type }) => type)).toContain('utterance.end');
  });

  test('that nobody can open is an error with the reasons and what to do', async () => {
    await program('ffmpeg', 'echo "Input/output error" >&2; exit 1');
    const { exitCode, stderr } = await record();
    expect(exitCode).toBe(1);
    expect(stderr).toContain('ffmpeg: Input/output error');
    expect(stderr).toContain('sox: not installed');
    expect(stderr).toContain('wav2emo live -');
  });
});

test.each(['linux', 'darwin', 'win32'] as const)(
  'every recorder of %s delivers 16 kHz, mono, and gets the name of the microphone as it is',
  (platform) => {
    const name = 'USB; rm -rf "$HOME"';
    const named = recorders(platform, name);
    expect(named.length).toBeGreaterThan(1);
    for (const [, ...args] of named) {
      expect(args).toContain('16000');
      expect(args.some((arg) => arg.endsWith(name))).toBe(true);
    }
    expect(recorders(platform).length).toBeGreaterThan(0);
  },
);
