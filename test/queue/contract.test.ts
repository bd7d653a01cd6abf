import { mkdtemp, rm } from 'node:fs/promises';
import { openAsBlob, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toModelInfo, readBundle } from '../../src/bundles/index.js';
import { makeBaseline } from '../../src/inference/index.js';
import type { QueueWorker } from '../../src/queue/index.js';
import type { ConversationProgress, PreparedModel } from '../../src/workers/index.js';
import { nodeWorker } from '../../src/workers/node-worker.js';
import { checkpointFolder } from '../support/fixtures.js';
import { bundleWithHeads } from '../support/heads-bundle.js';
import { makeWav, voice } from '../support/make-wav.js';
import { startRedis, type TestRedis } from '../support/redis.js';
import { seededRandom } from '../support/seeded-random.js';
import { prepared, TestComputer, TestSides } from './far-side.js';

const format = (name: string) =>
  fileURLToPath(new URL(`../fixtures/audio/formats/${name}`, import.meta.url));
const example = (name: string) =>
  fileURLToPath(new URL(`../../examples/audio/${name}.flac`, import.meta.url));

const RECORDINGS = ['pcm_f64le.8000.1.wav', 'flac.16000.2.flac', 'vorbis.44100.2.ogg'].map(format);

let redis: TestRedis;
let sides: TestSides;
let folder: string;
let worker: QueueWorker;
let models: readonly (readonly [string, PreparedModel])[];
/** Computes in this thread; the queue must agree with it bit for bit. */
const reference = nodeWorker();

beforeAll(async () => {
  redis = await startRedis();
  sides = await TestSides.open(redis.address);
  folder = await mkdtemp(join(tmpdir(), 'wav2emo-queue-'));
  await bundleWithHeads(folder, { source: 'wav2vec2-mini' });
  models = [
    ['classifier', await prepared('wav2vec2-mini')],
    ['regressor', await prepared(checkpointFolder('audeering'))],
    ['with-heads', { ...(await prepared(folder)), name: 'with-heads' }],
  ];
  const computer = new TestComputer(models.map(([, model]) => model));
  worker = await sides.near();
  for (const [name, model] of models) {
    sides.far(model, computer);
    await worker.open(name, model);
    await reference.open(name, { folder: model.folder });
  }
});
afterAll(async () => {
  await sides.close();
  await redis.stop();
  await reference.dispose();
  await rm(folder, { recursive: true, force: true });
});

describe('workers behind a queue', () => {
  test.each(['classifier', 'regressor'])('return the results of this thread: %s', async (model) => {
    for (const path of RECORDINGS) {
      const found = await worker.classify(model, path);
      const expected = await reference.classify(model, path);
      expect(found).toEqual(expected);
      expect(JSON.stringify(found.result)).toBe(JSON.stringify(expected.result));
      expect(await worker.classify(model, await openAsBlob(path))).toEqual(found);
    }
  });

  test('compute timeline and peaks, and report progress', async () => {
    const file = new Blob([makeWav(75, voice, 8_000)]);
    const seconds: number[] = [];
    let begun = 0;
    const parts = { timeline: true, peaks: 100 };
    const found = await worker.classify('classifier', file, {
      ...parts,
      onProgress: (done) => seconds.push(done),
      onBegin: () => begun++,
    });
    expect(found).toEqual(await reference.classify('classifier', file, parts));
    expect(seconds.slice(0, 3)).toEqual([30, 52.5, 75]);
    expect(begun).toBe(1);
  });

  test('return a result that is too large for Redis through the store', async () => {
    const file = new Blob([makeWav(5, voice)]);
    const found = await worker.classify('classifier', file, { peaks: 4000 });
    expect(found).toEqual(await reference.classify('classifier', file, { peaks: 4000 }));
    expect(readdirSync(sides.folder)).toEqual([]);
  });

  test('analyse a conversation with the events of this thread, and compare voices', async () => {
    const input = example('sad-woman');
    const parts = await worker.embedSpeech('with-heads', example('neutral-man'));
    expect(parts).toEqual(await reference.embedSpeech('with-heads', example('neutral-man')));
    const info = toModelInfo(await readBundle(folder));
    const baselines = { 'speaker-1': makeBaseline(info, [parts], { name: 'Ben' }) };
    const run = async (on: Pick<QueueWorker, 'converse'>) => {
      const events: ConversationProgress[] = [];
      const onEvent = (event: ConversationProgress) => events.push(event);
      return { events, ...(await on.converse('with-heads', input, { baselines, onEvent })) };
    };
    const found = await run(worker);
    expect(found.events.length).toBeGreaterThan(0);
    expect(found).toEqual(await run(reference));
  });

  test('fit heads to examples that wait in the store, and report the folds', async () => {
    const bundle = await readBundle(folder);
    const length = bundle.manifest.architecture.embeddingSize;
    const random = seededRandom(5);
    const labels = bundle.manifest.labels.slice(0, 2).map(({ id }) => id);
    const examples = Array.from({ length: 12 }, (_, at) => ({
      embedding: Float32Array.from({ length }, () => random() + (at % 2)),
      seconds: 1 + at / 7,
      label: labels[at % 2] ?? '',
      speaker: `speaker ${at % 3}`,
      answer: labels[0],
    }));
    const run = async (on: Pick<QueueWorker, 'adapt'>) => {
      const folds: (readonly [number, number])[] = [];
      const onFold = (done: number, total: number) => folds.push([done, total]);
      return { folds, ...(await on.adapt('with-heads', examples, { labels, onFold })) };
    };
    const found = await run(worker);
    expect(found.folds.length).toBeGreaterThan(0);
    expect(found).toEqual(await run(reference));
    expect(readdirSync(sides.folder)).toEqual([]);
  });

  test('throw the errors of this thread, with class and code', async () => {
    const file = new Blob(['no sound']);
    const thrown = (on: Pick<QueueWorker, 'classify'>) =>
      on.classify('classifier', file).catch((error: unknown) => error as Error);
    const [found, expected] = [await thrown(worker), await thrown(reference)];
    expect(found).toMatchObject({ code: 'audio-unknown-format', name: 'AudioError' });
    expect((found as Error).constructor).toBe((expected as Error).constructor);
    expect((found as Error).message).toBe((expected as Error).message);
  });

  test('refuse samples that arrive, and a model that is not open', async () => {
    async function* pieces() {
      yield await Promise.resolve([new Float32Array(1)]);
    }
    const stream = { sampleRate: 16_000, pieces: pieces() };
    await expect(worker.classify('classifier', stream)).rejects.toThrow(TypeError);
    await expect(worker.classify('other', RECORDINGS[0] ?? '')).rejects.toMatchObject({
      code: 'model-not-open',
    });
  });

  test('leave nothing in the store', () => {
    expect(readdirSync(sides.folder)).toEqual([]);
  });
});
