import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { countThreads } from '../../src/workers/count-threads.js';
import { makeWav, voice } from '../support/make-wav.js';
import { runCli } from '../support/run-cli.js';
import { runThreadsFromSources } from '../support/run-threads-from-sources.js';

runThreadsFromSources();

let folder: string;
let recordings: string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wav2emo-jobs-'));
  recordings = Array.from({ length: 7 }, (_, at) => join(folder, `${at}.wav`));
  for (const [at, path] of recordings.entries()) {
    // The first is the longest, so that others are answered before it.
    const seconds = at === 0 ? 8 : 0.6 + 0.2 * at;
    await writeFile(
      path,
      makeWav(seconds, (time) => (0.3 + 0.1 * at) * voice(time)),
    );
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('several recordings at once', () => {
  test('get the answers that they get one after the other, in their order', async () => {
    const words = ['classify', '--json', '--embedding', ...recordings];
    const [together, alone] = [
      await runCli([...words, '--jobs', '3']),
      await runCli([...words, '--jobs', '1']),
    ];
    expect(together.exitCode).toBe(0);
    expect(together.stdout.trim().split('\n')).toHaveLength(recordings.length);
    expect(together.stdout).toBe(alone.stdout);
  });

  test('stdin is one of them', async () => {
    const stdin = makeWav(1, voice);
    const words = ['classify', '--json', '-', ...recordings.slice(0, 2)];
    const [together, alone] = [
      await runCli([...words, '--jobs', '2'], { stdin }),
      await runCli([...words, '--jobs', '1'], { stdin }),
    ];
    expect(together.stdout).toBe(alone.stdout);
    expect(together.stdout).toContain('"file":"-"');
  });

  test('one that cannot be answered says why and stops no other', async () => {
    const broken = join(folder, 'deeper', 'text.wav');
    await mkdir(join(folder, 'deeper'));
    await writeFile(broken, 'a text, whatever its name says');
    const paths = [recordings[1], broken, join(folder, 'nowhere.wav'), recordings[2]];
    const words = ['classify', '--json', ...paths.map(String)];
    const [together, alone] = [
      await runCli([...words, '--jobs', '2']),
      await runCli([...words, '--jobs', '1']),
    ];
    expect(together.exitCode).toBe(1);
    expect(together.stdout).toBe(alone.stdout);
    expect(together.stdout).toContain('"code":"audio-unknown-format"');
    expect(together.stdout).toContain('"code":"file-not-found"');
    const { stderr } = await runCli(['--debug', ...words, '--jobs', '2']);
    expect(stderr).toMatch(/Caused by: .*\n +at /);
  });

  test('are given up together', async () => {
    const controller = new AbortController();
    const long = join(folder, 'deeper', 'long.wav');
    await writeFile(long, makeWav(300, voice));
    setTimeout(() => {
      controller.abort();
    }, 1500);
    const words = ['classify', '--json', long, long.replace('long', 'no'), ...recordings];
    const run = await runCli([...words, '--jobs', '2'], { signal: controller.signal });
    expect(run.exitCode).toBe(130);
  });

  test('a model that cannot be opened is said once', async () => {
    const { exitCode, stderr, stdout } = await runCli([
      ...['classify', '--jobs', '2', '--device', 'cuda'],
      ...recordings,
    ]);
    expect(exitCode).toBe(1);
    expect(stdout).toBe('');
    expect(stderr.match(/device "cuda" is not available/g)).toHaveLength(1);
  });
});

describe('how many are answered at once', () => {
  const usual = { recordings: 100, cores: 8, modelBytes: 8e6, freeBytes: 16e9 };

  test.each([
    ['as many as there are processors', usual, 8],
    ['one for few recordings', { ...usual, recordings: 3 }, 1],
    ['fewer if there are few recordings for each', { ...usual, recordings: 13 }, 3],
    ['fewer if there is little memory', { ...usual, freeBytes: 3e9 }, 3],
    ['fewer of a large model', { ...usual, modelBytes: 380e6 }, 6],
    ['one at least', { ...usual, freeBytes: 1e8 }, 1],
  ])('%s', (_, circumstances, expected) => {
    expect(countThreads(circumstances)).toBe(expected);
  });

  test.each(['0', '1.5', 'many'])('--jobs %s is wrong usage', async (count) => {
    const { exitCode, stderr } = await runCli(['classify', 'x.wav', '--jobs', count]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('Expected a whole number from 1 to');
  });
});
