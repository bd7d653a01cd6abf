import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { prepareBundle } from '../../src/classifier/index.js';
import { AnsweringThreads } from '../../src/workers/answering-threads.js';
import { makeWav, voice } from '../support/make-wav.js';
import { runThreadsFromSources } from '../support/run-threads-from-sources.js';

runThreadsFromSources();

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wav2emo-threads-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('a thread that has ended is replaced for the recordings behind it', async () => {
  const [long, short] = [join(folder, 'long.wav'), join(folder, 'short.wav')];
  await writeFile(long, makeWav(200, voice));
  await writeFile(short, makeWav(1, voice));
  const bundle = await prepareBundle({});
  const threads = await AnsweringThreads.open(1, { bundle, runOpts: { threads: 1 } });
  const controller = new AbortController();
  const { signal } = controller;
  const onProgress = () => {
    controller.abort();
  };
  await expect(threads.answerFile(long, { signal, onProgress })).rejects.toThrow(/abort/);
  const { durationSeconds } = await threads.answerFile(short, {});
  expect(durationSeconds).toBe(1);
  await threads.dispose();
});
