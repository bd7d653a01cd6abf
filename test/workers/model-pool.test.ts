import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { prepareBundle } from '../../src/node/index.js';
import { ModelPool, ProcessWorker } from '../../src/workers/index.js';
import { makeWav, voice } from '../support/make-wav.js';
import { runThreadsFromSources } from '../support/run-threads-from-sources.js';

runThreadsFromSources();

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wav2emo-pool-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('a worker that has ended is replaced for the next recordings', async () => {
  const short = join(folder, 'short.wav');
  await writeFile(short, makeWav(1, voice));
  const { folder: bundle } = await prepareBundle({});
  const workers: ProcessWorker[] = [];
  const start = async (model: string) => {
    const options = { heapMb: 512, scratch: folder, usesHub: false, onStderr: () => undefined };
    const worker = new ProcessWorker(options);
    workers.push(worker);
    await worker.open(model, { folder: bundle });
    return worker;
  };
  const pool = await ModelPool.open({ workers: 1, start, recordingsPerWorker: 1, ahead: 1 });
  const failed = pool.classify(new Blob([makeWav(60, voice)]), {
    onProgress: () => workers[0]?.kill(new Error('ended by the test')),
  });
  await expect(failed).rejects.toThrow('ended by the test');
  expect((await pool.classify(short, {})).result.durationSeconds).toBe(1);
  expect(workers).toHaveLength(2);
  await pool.dispose();
});
