import { type Adaptation, adaptHeads, type AnsweredExample } from '../adaptation/index.js';
import type { Bundle } from '../bundles/index.js';
import {
  type Diariser,
  diarizeFrames,
  type LabelledSpan,
  type LiveOptions,
  livePort,
  type LiveSummary,
  runLive,
  type VoicePrint,
} from '../conversation/index.js';
import {
  classifyRecording,
  embedRecording,
  type LoadedModel,
  type RecordingResult,
  type SampleStream,
  type VoicePart,
} from '../inference/index.js';
import type {
  ModelWorker,
  OpenRequest,
  PrepareOptions,
  PrepareRequest,
  WorkerAdaptOptions,
  WorkerClassifyOptions,
  WorkerConverseOptions,
  WorkerDiarizeOptions,
  WorkerEmbedOptions,
  WorkerInput,
} from './contract.js';
import { converse, type ConversedRecording } from './converse.js';
import { WorkerError } from './worker-error.js';

/** What a worker needs from its platform. */
export type WorkerPlatform = {
  readonly prepare: (request: PrepareRequest, options: PrepareOptions) => Promise<Bundle>;
  readonly openModel: (request: OpenRequest) => Promise<LoadedModel>;
  /** Opens the file of a path. */
  readonly openFile: (path: string) => Promise<Blob>;
  /**
   * Tells speakers on one channel apart and names those whose voices are known. Default: a channel has one
   * speaker.
   */
  readonly openDiariser?: ((voices: readonly VoicePrint[]) => Promise<Diariser>) | undefined;
};

type OpenModel = { readonly model: LoadedModel; readonly running: Set<Promise<unknown>> };

/** A worker in this thread. */
export class LocalWorker implements ModelWorker {
  readonly #platform: WorkerPlatform;
  readonly #models = new Map<string, OpenModel>();

  constructor(platform: WorkerPlatform) {
    this.#platform = platform;
  }

  prepare(request: PrepareRequest, options: PrepareOptions = {}): Promise<Bundle> {
    return this.#platform.prepare(request, options);
  }

  async open(model: string, request: OpenRequest): Promise<void> {
    await this.close(model);
    this.#models.set(model, {
      model: await this.#platform.openModel(request),
      running: new Set(),
    });
  }

  classify(
    model: string,
    input: WorkerInput,
    { timeline = false, peaks = 0, windows = false, ...options }: WorkerClassifyOptions = {},
  ): Promise<RecordingResult> {
    return this.#use(model, input, options, (loaded, source) =>
      classifyRecording(loaded, source, { timeline, peaks, windows }, options),
    );
  }

  embedSpeech(
    model: string,
    input: WorkerInput,
    options: WorkerEmbedOptions = {},
  ): Promise<VoicePart[]> {
    return this.#use(model, input, options, (loaded, source) =>
      embedRecording(loaded, source, options),
    );
  }

  converse(
    model: string,
    input: WorkerInput,
    { voices = [], ...options }: WorkerConverseOptions = {},
  ): Promise<ConversedRecording> {
    const { openDiariser } = this.#platform;
    return this.#use(model, input, options, (loaded, source) => {
      if (voices.length > 0 && !openDiariser) throw noSpeakerEncoder();
      const open = openDiariser && (() => openDiariser(voices));
      return converse(loaded, source, { openDiariser: open, ...options });
    });
  }

  diarizeFrames(
    model: string,
    input: WorkerInput,
    { onEvent, ...options }: WorkerDiarizeOptions = {},
  ): Promise<readonly LabelledSpan[]> {
    const onProgress = (progress: { seconds: number; share?: number }) =>
      onEvent?.({ kind: 'progress', ...progress });
    return this.#use(model, input, options, (loaded, source) =>
      diarizeFrames(loaded, source, { ...options, onProgress }),
    );
  }

  live(model: string, stream: SampleStream, options: LiveOptions): Promise<LiveSummary> {
    return this.#keepOpen(model, async (loaded) =>
      runLive(await livePort(loaded), stream, options),
    );
  }

  adapt(
    model: string,
    examples: readonly AnsweredExample[],
    { labels, onFold, signal, gate }: WorkerAdaptOptions,
  ): Promise<Adaptation> {
    return this.#keepOpen(model, async ({ info: { heads } }) => {
      await gate?.pass(signal);
      signal?.throwIfAborted();
      return adaptHeads(examples, { labels, heads, onProgress: onFold });
    });
  }

  async close(model: string): Promise<void> {
    const open = this.#models.get(model);
    this.#models.delete(model);
    if (!open) return;
    // A model that still computes would fail in the middle of a recording.
    await Promise.allSettled(open.running);
    await open.model.dispose();
  }

  async dispose(): Promise<void> {
    await Promise.all([...this.#models.keys()].map((model) => this.close(model)));
  }

  /** Computes a recording with an open model. */
  #use<T>(
    model: string,
    input: WorkerInput,
    { signal, gate }: Pick<WorkerEmbedOptions, 'signal' | 'gate'>,
    work: (loaded: LoadedModel, source: Blob | SampleStream) => Promise<T>,
  ): Promise<T> {
    return this.#keepOpen(model, async (loaded) => {
      signal?.throwIfAborted();
      const source = typeof input === 'string' ? await this.#platform.openFile(input) : input;
      return await work(gate ? loaded.paced(() => gate.pass(signal)) : loaded, source);
    });
  }

  /** Keeps a model open while it computes. */
  async #keepOpen<T>(name: string, work: (loaded: LoadedModel) => Promise<T>): Promise<T> {
    const open = this.#models.get(name);
    if (!open)
      throw new WorkerError('model-not-open', `The model ${name} is not open. Open it first.`);
    const running = work(open.model);
    open.running.add(running);
    try {
      return await running;
    } finally {
      open.running.delete(running);
    }
  }
}

function noSpeakerEncoder(): TypeError {
  return new TypeError(
    'Found voices to name speakers by, but this worker has no speaker encoder, which compares them: a static site leaves it out for its size. Serve models/speaker-encoder.onnx, or leave the voices out.',
  );
}
