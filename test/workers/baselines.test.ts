import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readBundle, toModelInfo } from '../../src/bundles/index.js';
import { Baseline, judgeAgain, makeBaseline, type ModelInfo } from '../../src/inference/index.js';
import { type ModelWorker, ProcessWorker } from '../../src/workers/index.js';
import { nodeWorker } from '../../src/workers/node-worker.js';
import { portChannel } from '../../src/workers/port-channel.js';
import { RemoteWorker } from '../../src/workers/remote-worker.js';
import { serveWorker } from '../../src/workers/serve-worker.js';
import { ThreadWorker } from '../../src/workers/thread-worker.js';
import { bundleWithHeads } from '../support/heads-bundle.js';
import { makeWav, voice } from '../support/make-wav.js';
import { microphone, samplesOf } from '../support/microphone.js';
import { runThreadsFromSources } from '../support/run-threads-from-sources.js';

runThreadsFromSources();

/** A browser's port; the ports of Node have the same methods and other types of events. */
type Port = Parameters<typeof portChannel>[0];

let folder: string;
let bundle: string;
let model: ModelInfo;
let baseline: Baseline;
let long: string;
/** Computes in this thread; every other worker must agree with it bit for bit. */
const reference = nodeWorker();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wav2emo-baselines-'));
  bundle = await bundleWithHeads(join(folder, 'bundle'));
  model = toModelInfo(await readBundle(bundle));
  long = join(folder, 'long.wav');
  await writeFile(long, makeWav(42, voice));
  await reference.open('model', { folder: bundle });
  const parts = await reference.embedSpeech('model', long);
  baseline = makeBaseline(model, [parts], { name: 'Anna' });
});
afterAll(async () => {
  await reference.dispose();
  await rm(folder, { recursive: true, force: true });
});

const TRANSPORTS: Readonly<Record<string, () => ModelWorker>> = {
  thread: () => new ThreadWorker(),
  process: () =>
    new ProcessWorker({
      ...{ heapMb: 512, scratch: folder, usesHub: false },
      onStderr: (text) => process.stderr.write(`${text}\n`),
    }),
  port: () => {
    const { port1, port2 } = new MessageChannel();
    serveWorker(portChannel(port2 as unknown as Port), nodeWorker(), () => {
      port2.close();
    });
    return new RemoteWorker(portChannel(port1 as unknown as Port));
  },
};

test('a recording that is judged again has the result of classifying it, bit for bit', async () => {
  const options = { baseline, prior: { neutral: 0.7 } };
  const { result, windows = [] } = await reference.classify('model', long, { windows: true });
  expect(windows).toHaveLength(2);
  const again = judgeAgain({ result, windows }, model, options);
  const expected = (await reference.classify('model', long, options)).result;
  expect(Object.assign({}, again)).toEqual(Object.assign({}, expected));
  expect(again.comparedWith).toMatchObject({ head: 'relative' });
});

describe.each(Object.entries(TRANSPORTS))('a worker behind a %s', (_name, start) => {
  let worker: ModelWorker;

  beforeAll(async () => {
    worker = start();
    await worker.open('model', { folder: bundle });
  });
  afterAll(() => worker.dispose());

  test('computes the parts of a voice bit for bit', async () => {
    const seconds: number[] = [];
    const options = { onProgress: (done: number) => seconds.push(done) };
    const found = await worker.embedSpeech('model', long, options);
    expect(found).toEqual(await reference.embedSpeech('model', long));
    expect(found.length).toBeGreaterThan(2);
    expect(seconds).toEqual([21, 42]);
  });

  test('computes the parts of samples that arrive', async () => {
    const stream = () => ({ sampleRate: 22_050, pieces: microphone(samplesOf(3, 22_050)) });
    const found = await worker.embedSpeech('model', stream());
    expect(found).toHaveLength(1);
    expect(found).toEqual(await reference.embedSpeech('model', stream()));
  });

  test('compares a recording with a baseline, with timeline and windows', async () => {
    const file = new Blob([makeWav(6, voice)]);
    const options = { baseline, prior: { neutral: 0.7 }, timeline: true, windows: true };
    const found = await worker.classify('model', file, options);
    expect(found).toEqual(await reference.classify('model', file, options));
    expect(JSON.stringify(found.result)).toBe(
      JSON.stringify((await reference.classify('model', file, options)).result),
    );
    expect(found.result.comparedWith).toMatchObject({ head: 'relative', speaker: 'Anna' });
    expect(found.windows?.[0]?.speechSeconds).toBeGreaterThan(0.3);
    const alone = await worker.classify('model', file, { timeline: true });
    expect(alone.result.comparedWith).toEqual({ head: 'absolute' });
    expect(alone.timeline).not.toEqual(found.timeline);
  });

  test('rejects the baseline of another model with the same error', async () => {
    const json = baseline.toJSON();
    const other = { ...json, model: { name: 'other', sha256: '0'.repeat(64) } };
    const options = { baseline: Baseline.fromJSON(other) };
    const file = new Blob([makeWav(1, voice)]);
    const errors = [worker, reference].map((each) =>
      each.classify('model', file, options).catch((error: unknown) => error),
    );
    const [found, expected] = await Promise.all(errors);
    expect(found).toMatchObject({ name: 'BaselineError', code: 'baseline-other-model' });
    expect((found as Error).message).toBe((expected as Error).message);
  });
});
