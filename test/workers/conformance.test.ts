import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { openAsBlob } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { streamAudio } from '../../src/audio/index.js';
import { readBundle, toModelInfo } from '../../src/bundles/index.js';
import type { LiveEvent } from '../../src/conversation/index.js';
import { type Baseline, makeBaseline, type RecordingResult } from '../../src/inference/index.js';
import { prepareBundle } from '../../src/node/index.js';
import { nodeWorker } from '../../src/workers/node-worker.js';
import {
  type ConversationProgress,
  Gate,
  type ModelWorker,
  ProcessWorker,
  type WorkerInput,
} from '../../src/workers/index.js';
import type { WorkerConverseOptions } from '../../src/workers/contract.js';
import { ThreadWorker } from '../../src/workers/thread-worker.js';
import { checkpointFolder } from '../support/fixtures.js';
import { bundleWithHeads } from '../support/heads-bundle.js';
import { makeWav, voice } from '../support/make-wav.js';
import { microphone, samplesOf } from '../support/microphone.js';
import { runThreadsFromSources } from '../support/run-threads-from-sources.js';

runThreadsFromSources();

const format = (name: string) =>
  fileURLToPath(new URL(`../fixtures/audio/formats/${name}`, import.meta.url));

const RECORDINGS = [
  'pcm_s16le.8000.1.wav',
  'pcm_f64le.8000.1.wav',
  'flac.16000.2.flac',
  'vbr.22050.2.mp3',
  'vorbis.44100.2.ogg',
  'opus.48000.1.webm',
].map(format);

let folder: string;
let bundles: readonly [name: string, folder: string][];
/** Computes in this thread; every other worker must agree with it bit for bit. */
const reference = nodeWorker();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wav2emo-workers-'));
  const sources = {
    classifier: {},
    regressor: { source: checkpointFolder('audeering') },
    'with-dimensions': { source: checkpointFolder('vox-profile-wavlm') },
  };
  bundles = await Promise.all(
    Object.entries(sources).map(
      async ([name, source]) => [name, (await prepareBundle(source)).folder] as const,
    ),
  ).then((found) => found.map(([name, path]) => [name, path]));
  const heads = join(folder, 'with-heads');
  await bundleWithHeads(heads, { source: 'wav2vec2-mini' });
  bundles = [...bundles, ['with-heads', heads]];
  for (const [name, path] of bundles) await reference.open(name, { folder: path });
});
afterAll(async () => {
  await reference.dispose();
  await rm(folder, { recursive: true, force: true });
});

const TRANSPORTS: Readonly<Record<string, () => ModelWorker>> = {
  thread: () => new ThreadWorker(),
  process: () =>
    new ProcessWorker({
      heapMb: 512,
      scratch: folder,
      usesHub: false,
      onStderr: (text) => process.stderr.write(`${text}\n`),
    }),
};

const example = (name: string) =>
  fileURLToPath(new URL(`../../examples/audio/${name}.flac`, import.meta.url));

/** Two speakers in turns, each on a channel of its own, as they arrive; a round lasts 4 to 5 s. */
async function* call(rounds: number): AsyncGenerator<Float32Array[]> {
  for (let round = 0; round < rounds; round++) {
    for await (const [woman] of piecesOf('angry-woman'))
      yield [woman, new Float32Array(woman.length)];
    for await (const [man] of piecesOf('neutral-man')) yield [new Float32Array(man.length), man];
  }
}

async function* piecesOf(name: string): AsyncGenerator<[Float32Array]> {
  for await (const { channels } of streamAudio(await openAsBlob(example(name))))
    yield [channels[0] ?? new Float32Array(0)];
}

async function makeBen(): Promise<Baseline> {
  const parts = await reference.embedSpeech('with-heads', example('neutral-man'));
  const info = toModelInfo(await readBundle(join(folder, 'with-heads')));
  return makeBaseline(info, [parts], { name: 'Ben' });
}

describe.each(Object.entries(TRANSPORTS))('a worker in a %s', (_name, start) => {
  let worker: ModelWorker;

  beforeAll(async () => {
    worker = start();
    for (const [name, path] of bundles) await worker.open(name, { folder: path });
  });
  afterAll(() => worker.dispose());

  test.each(['classifier', 'regressor', 'with-dimensions'])(
    'returns the results of this thread: %s',
    async (model) => {
      for (const path of RECORDINGS) {
        const found = await worker.classify(model, path);
        expect(found).toEqual(await reference.classify(model, path));
        expect(JSON.stringify(found.result)).toBe(
          JSON.stringify((await reference.classify(model, await openAsBlob(path))).result),
        );
        expect(await worker.classify(model, await openAsBlob(path))).toEqual(found);
      }
    },
  );

  test('computes timeline and peaks of a long recording and reports progress', async () => {
    const file = new Blob([makeWav(75, voice, 8_000)]);
    const seconds: number[] = [];
    const parts = { timeline: true, peaks: 100, onProgress: (done: number) => seconds.push(done) };
    const found = await worker.classify('classifier', file, parts);
    expect(found).toEqual(await reference.classify('classifier', file, parts));
    expect(found.timeline).toHaveLength(74);
    expect(found.peaks).toHaveLength(200);
    expect(seconds.slice(0, 3)).toEqual([30, 52.5, 75]);
  });

  test('waits while its gate is closed, and computes the same result', async () => {
    const file = new Blob([makeWav(75, voice, 8_000)]);
    const gate = new Gate();
    let isSettled = false;
    gate.close();
    const found = worker.classify('classifier', file, { gate }).finally(() => (isSettled = true));
    await vi.waitFor(() => {
      expect(gate.state).toBe('held');
    });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(isSettled).toBe(false);
    gate.open();
    expect(await found).toEqual(await reference.classify('classifier', file));
    expect(gate.heldMs).toBeGreaterThan(250);
  });

  test('stops waiting at its gate if it is cancelled', async () => {
    const gate = new Gate();
    const gone = new AbortController();
    gate.close();
    const file = new Blob([makeWav(5, voice)]);
    const found = worker.classify('classifier', file, { gate, signal: gone.signal });
    await vi.waitFor(() => {
      expect(gate.state).toBe('held');
    });
    gone.abort(new Error('left'));
    await expect(found).rejects.toThrow('left');
  });

  test('accepts samples as they arrive', async () => {
    const samples = samplesOf(3, 22_050);
    const stream = () => ({ sampleRate: 22_050, pieces: microphone(samples) });
    const found = await worker.classify('classifier', stream());
    expect(found.result.durationSeconds).toBe(3);
    expect(found).toEqual(await reference.classify('classifier', stream()));
  });

  test.each(['classifier', 'regressor', 'with-dimensions'])(
    'runs a live session while its samples arrive: %s',
    async (model) => {
      const samples = [new Float32Array(11_025), samplesOf(3, 22_050), new Float32Array(22_050)];
      async function* stream() {
        for (const part of samples) yield* microphone(part);
      }
      const run = async (on: ModelWorker) => {
        const events: LiveEvent[] = [];
        const summary = await on.live(
          model,
          { sampleRate: 22_050, pieces: stream() },
          { intervalSeconds: 0.5, onEvent: (event) => events.push(event) },
        );
        return { events, summary };
      };
      const found = await run(worker);
      expect(found.events.map(({ type }) => type)).toContain('measurement');
      expect(found.summary.utterances).toBeGreaterThan(0);
      expect(found).toEqual(await run(reference));
    },
  );

  describe.each(['classifier', 'regressor', 'with-heads'])(
    'analyses a conversation: %s',
    (model) => {
      const options: WorkerConverseOptions = { channels: 'split', names: { right: 'Ben' } };
      const run = async (on: ModelWorker, input: WorkerInput, more: WorkerConverseOptions = {}) => {
        const events: ConversationProgress[] = [];
        const onEvent = (event: ConversationProgress) => events.push(event);
        return { events, ...(await on.converse(model, input, { ...options, ...more, onEvent })) };
      };

      test('with the events and the result of this thread, of samples, a file and a path', async () => {
        const stream = () => ({ sampleRate: 16_000, pieces: call(2) });
        const found = await run(worker, stream());
        expect(found.conversation.speakers).toMatchObject([
          { id: 'left' },
          { id: 'right', name: 'Ben' },
        ]);
        const progress = { kind: 'progress', seconds: found.conversation.durationSeconds };
        expect(found.events).toContainEqual(expect.objectContaining(progress));
        expect(found.peaks.channels).toHaveLength(2);
        expect(found).toEqual(await run(reference, stream()));
        const path = example('sad-woman');
        const ofPath = await run(worker, path);
        expect(ofPath.conversation.speakers).toHaveLength(1);
        expect(ofPath).toEqual(await run(reference, path));
        expect(await run(worker, await openAsBlob(path))).toEqual(ofPath);
      });

      test('with the options of this thread', async () => {
        const prior = model === 'regressor' ? {} : { prior: { neu: 0.7, ang: 0.1 } };
        const more = { speakers: 1, parts: 'minutes', ...prior } as const;
        const found = await run(worker, example('sad-woman'), more);
        expect(found).toEqual(await run(reference, example('sad-woman'), more));
        expect(found).not.toEqual(await run(reference, example('sad-woman')));
      });
    },
  );

  test('compares a speaker with a saved baseline, which names the speaker', async () => {
    const input = example('sad-woman');
    const baselines = { 'speaker-1': await makeBen() };
    const found = await worker.converse('with-heads', input, { baselines });
    expect(found.conversation.speakers).toMatchObject([{ id: 'speaker-1', name: 'Ben' }]);
    expect(found).toEqual(await reference.converse('with-heads', input, { baselines }));
    expect(found).not.toEqual(await reference.converse('with-heads', input));
    await expect(worker.converse('classifier', input, { baselines })).rejects.toMatchObject({
      code: 'baseline-unsupported',
    });
  });

  test('stops a conversation for a signal, and analyses the next one', async () => {
    const controller = new AbortController();
    const onEvent = () => {
      controller.abort(new Error('enough'));
    };
    const stream = { sampleRate: 16_000, pieces: call(40) };
    const options = { signal: controller.signal, onEvent };
    await expect(worker.converse('classifier', stream, options)).rejects.toThrow('enough');
    const { conversation } = await worker.converse('classifier', example('sad-woman'));
    expect(conversation.speakers).toHaveLength(1);
  });

  test('rejects with the error of its input stream', async () => {
    async function* broken(): AsyncGenerator<Float32Array[]> {
      yield await Promise.resolve([new Float32Array(1600)]);
      throw new RangeError('the microphone was unplugged');
    }
    const found = worker.classify('classifier', { sampleRate: 16_000, pieces: broken() });
    await expect(found).rejects.toThrow(new RangeError('the microphone was unplugged'));
  });

  test('rejects with errors of the same class, code and message', async () => {
    const text = join(folder, 'text.wav');
    await writeFile(text, 'a text, whatever its name says');
    for (const input of [text, join(folder, 'nowhere.wav'), new Blob([makeWav(0.01, voice)])]) {
      const expected = await reference
        .classify('classifier', input)
        .catch((error: unknown) => error);
      const found = await worker.classify('classifier', input).catch((error: unknown) => error);
      expect(expected).toBeInstanceOf(Error);
      const { constructor, name, message } = expected as Error;
      expect(found).toBeInstanceOf(constructor);
      expect(found).toMatchObject({ name, message, code: (expected as { code: string }).code });
    }
    await expect(worker.classify('nothing', text)).rejects.toMatchObject({
      code: 'model-not-open',
    });
  });

  test('stops for a signal and computes the next recording', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const onProgress = () => {
      controller.abort(new Error('enough'));
    };
    const long = new Blob([makeWav(150, voice)]);
    await expect(worker.classify('classifier', long, { signal, onProgress })).rejects.toThrow(
      'enough',
    );
    const { result } = await worker.classify('classifier', new Blob([makeWav(1, voice)]));
    expect(result.durationSeconds).toBe(1);
  });

  test('finishes its computation before a model is closed', async () => {
    const [name = '', path = ''] = bundles[0] ?? [];
    let running: Promise<RecordingResult> | undefined;
    await new Promise<void>((resolve) => {
      const onProgress = () => {
        resolve();
      };
      running = worker.classify(name, new Blob([makeWav(61, voice)]), { onProgress });
    });
    await worker.close(name);
    expect((await running)?.result.durationSeconds).toBe(61);
    await expect(worker.classify(name, RECORDINGS[0] ?? '')).rejects.toThrow('not open');
    await worker.open(name, { folder: path });
  });
});
