/** The page's side of `worker.test.ts`: uses the worker of a browser by its contract. */
import { startBrowserWorker } from '../../../src/browser/start-browser-worker.js';
import { Wav2EmoError } from '../../../src/errors.js';
import { Baseline, type BaselineJson, type ResultParts } from '../../../src/inference/index.js';
import { type PlainResult, plainResult } from './plain-result.js';
import type { ModelWorker, WorkerInput } from '../../../src/workers/web.js';
import { makeWav, voice } from '../../support/make-wav.js';
import { microphone, samplesOf } from '../../support/microphone.js';

/** A recording that the page makes or fetches. */
export type PageInput =
  | { readonly kind: 'address' | 'file'; readonly address: string }
  | { readonly kind: 'wav'; readonly seconds: number }
  | { readonly kind: 'stream'; readonly seconds: number; readonly sampleRate: number };

/** An error as plain data. */
export type PlainError = {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  /** Whether it is an instance of this project's class of errors. */
  readonly isOwn: boolean;
};

/** A part of a voice as plain data. */
export type PlainPart = { readonly seconds: number; readonly embedding: readonly number[] };

/** What the test calls in the page. */
export type WorkerPage = {
  open(model: string, folder: string): Promise<void>;
  classify(
    model: string,
    input: PageInput,
    parts?: ResultParts,
  ): Promise<PlainResult & { readonly seconds: readonly number[] }>;
  /** Makes a baseline of a recording, and compares another recording with it. */
  compare(
    model: string,
    input: PageInput,
    baseline: BaselineJson,
  ): Promise<PlainResult & { readonly parts: readonly PlainPart[] }>;
  /** The error that a recording is rejected with. */
  errorOf(model: string, input: PageInput): Promise<PlainError>;
  /** Aborts the recording after its first window; returns the seconds that were computed until it stopped. */
  abort(
    model: string,
    input: PageInput,
  ): Promise<{ readonly reason: string; readonly seconds: number }>;
  /** Closes the model while it computes, and returns the duration of the result. */
  closeEarly(model: string, input: PageInput): Promise<number>;
  prepare(source: string): Promise<void>;
  dispose(): Promise<void>;
};

/** What this file uses of a page's globals; the project's types are those of Node. */
declare const Worker: new (
  address: string,
  options: { type: 'module' },
) => Parameters<typeof startBrowserWorker>[0];
declare const document: { documentElement: { dataset: Record<string, string> } };

const DECODERS = [
  'minimp3-wasm/dist/decoder.opt.wasm',
  'ogv/dist/ogv-decoder-audio-vorbis-wasm.wasm',
];

const port = new Worker('/page/worker.js', { type: 'module' });
const worker: ModelWorker = startBrowserWorker(port, {
  runtime: {
    wasm: '/runtime/ort-wasm-simd-threaded.wasm',
    mjs: '/runtime/ort-wasm-simd-threaded.mjs',
  },
  decoders: Object.fromEntries(DECODERS.map((name) => [name, `/packages/${name}`])),
  detector: '/models/silero-vad.onnx',
  speakerEncoder: '/models/speaker-encoder.onnx',
});

const page: WorkerPage = {
  open: (model, folder) => worker.open(model, { folder }),
  classify: async (model, input, parts = {}) => {
    const seconds: number[] = [];
    const onProgress = (done: number) => seconds.push(done);
    const found = await worker.classify(model, await inputOf(input), { ...parts, onProgress });
    return { ...plainResult(found), seconds };
  },
  compare: async (model, input, json) => {
    const parts = await worker.embedSpeech(model, await inputOf(input));
    const options = { baseline: Baseline.fromJSON(json), prior: { neutral: 0.97 } };
    const found = await worker.classify(model, await inputOf(input), options);
    const plain = parts.map(({ seconds, embedding }) => ({ seconds, embedding: [...embedding] }));
    return { ...plainResult(found), parts: plain };
  },
  errorOf: async (model, input) => {
    const error = await rejection(worker.classify(model, await inputOf(input)));
    const { name, message } = error as Error;
    const isOwn = error instanceof Wav2EmoError;
    return { name, message, isOwn, ...(isOwn && { code: String(error.code) }) };
  },
  abort: async (model, input) => {
    const controller = new AbortController();
    const { signal } = controller;
    let seconds = 0;
    const onProgress = (done: number) => {
      seconds = done;
      controller.abort(new RangeError('enough'));
    };
    const running = worker.classify(model, await inputOf(input), { signal, onProgress });
    return { reason: String(await rejection(running)), seconds };
  },
  closeEarly: async (model, input) => {
    const file = await inputOf(input);
    let resolve: () => void = () => undefined;
    const started = new Promise<void>((settle) => (resolve = settle));
    const running = worker.classify(model, file, { onProgress: resolve });
    await Promise.race([started, running]);
    await worker.close(model);
    return (await running).result.durationSeconds;
  },
  prepare: async (source) => {
    await worker.prepare({ source });
  },
  dispose: () => worker.dispose(),
};
Object.assign(globalThis, { page });
document.documentElement.dataset['state'] = 'ready';

async function inputOf(input: PageInput): Promise<WorkerInput> {
  switch (input.kind) {
    case 'address':
      return input.address;
    case 'file':
      return await (await fetch(input.address)).blob();
    case 'wav':
      return new Blob([makeWav(input.seconds, voice)]);
    case 'stream': {
      const { sampleRate, seconds } = input;
      return { sampleRate, pieces: microphone(samplesOf(seconds, sampleRate)) };
    }
  }
}

async function rejection(running: Promise<unknown>): Promise<unknown> {
  try {
    await running;
  } catch (error) {
    return error;
  }
  throw new Error('The recording was not rejected.');
}
