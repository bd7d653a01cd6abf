import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeWav, voice } from '../support/make-wav.js';
import { runCli } from '../support/run-cli.js';
import { TestQueue, type TestWorker } from './start-queue.js';

const MODEL = ['-m', 'wav2emo-small'];
const FILES = 12;
/** As in the worker: several threads that share a recording round differently with a mel front end. */
const LOCAL = ['--jobs', '1', '--threads', '1'];

let queue: TestQueue;
let worker: TestWorker;
let folder: string;
let archive: string;
let queued: readonly string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wav2emo-queued-batch-'));
  archive = join(folder, 'archive');
  await mkdir(archive);
  for (let at = 0; at < FILES; at++)
    await writeFile(
      join(archive, `${String(at).padStart(2, '0')}.wav`),
      makeWav(1 + 0.1 * at, (time) => (0.3 + 0.02 * at) * voice(time)),
    );
  // The same recording under two names, and one that cannot be computed.
  await writeFile(
    join(archive, 'copy.wav'),
    makeWav(1, (time) => 0.3 * voice(time)),
  );
  await writeFile(join(archive, 'short.wav'), makeWav(0.001, voice));
  queue = await TestQueue.start();
  worker = await queue.work({ models: 'wav2emo-small', concurrency: '2', threads: '1' });
  queued = ['--queue', queue.redis.address, '--store', String(queue.flags['store'])];
}, 300_000);
afterAll(async () => {
  await queue.stop();
  await rm(folder, { recursive: true });
});

const text = (name: string) => readFile(join(folder, name), 'utf8');
const batch = (name: string, ...words: readonly string[]) =>
  runCli(['batch', archive, '-o', join(folder, name), ...MODEL, ...words]);

test('computes what this machine computes, and leaves nothing in the store', async () => {
  await batch('local.jsonl', ...LOCAL);
  const { exitCode, stderr } = await batch('queued.jsonl', ...queued);
  expect(stderr).toContain(`${FILES + 2} files`);
  expect(exitCode).toBe(1);
  expect(await text('queued.jsonl')).toBe(await text('local.jsonl'));
  expect(await queue.stored()).toEqual([]);
});

const answered = () => worker.logs().match(/"outcome":"answered"/g)?.length ?? 0;

test('started again after a kill, it finds the jobs that it has put into the queue', async () => {
  const journal = join(folder, 'killed.jsonl.journal');
  const lines = () =>
    readFile(journal, 'utf8').then(
      (content) => content.split('\n').length,
      () => 0,
    );
  const loader = new URL('../support/typescript-loader.js', import.meta.url).href;
  const program = new URL('../support/cli-program.ts', import.meta.url).pathname;
  const words = ['batch', archive, '-o', join(folder, 'killed.jsonl'), ...MODEL, ...queued];
  // Jobs of the test before this one have other ids, because this option makes other results.
  const option = '--no-voice-activity';
  const before = answered();
  const child = spawn(process.execPath, ['--import', loader, program, ...words, option], {
    stdio: 'ignore',
  });
  const ended = once(child, 'exit');
  while ((await lines()) < 3 && child.exitCode === null)
    await new Promise((resolve) => setTimeout(resolve, 5));
  child.kill('SIGKILL');
  expect(await ended).toEqual([null, 'SIGKILL']);
  await batch('killed.jsonl', ...queued, option);
  await batch('alone.jsonl', ...LOCAL, option);
  expect(await text('killed.jsonl')).toBe(await text('alone.jsonl'));
  // Each recording once, and `open` twice.
  expect(answered() - before).toBe(FILES + 1 + 2);
  expect(await queue.stored()).toEqual([]);
});

test('ends with words, and without results, if the queue or the store is missing', async () => {
  const [, address = ''] = queued;
  const without = await batch('none.jsonl', '--queue', address);
  expect(without.stderr).toContain('Add --store');
  const wrong = await batch('none.jsonl', '--queue', 'http://host', '--store', 'file:///tmp');
  expect(wrong.stderr).toContain('redis://');
  await expect(stat(join(folder, 'none.jsonl'))).rejects.toThrow('ENOENT');
});
