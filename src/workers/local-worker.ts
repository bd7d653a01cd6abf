import type { Bundle } from '../bundles/index.js';
import { type LiveOptions, livePort, type LiveSummary, runLive } from '../conversation/index.js';
import {
  classifyRecording,
  type LoadedModel,
  type RecordingResult,
  type SampleStream,
} from '../inference/index.js';
import type {
  ModelWorker,
  OpenRequest,
  PrepareOptions,
  PrepareRequest,
  WorkerClassifyOptions,
  WorkerInput,
} from './contract.js';
import { WorkerError } from './worker-error.js';

/** What a worker needs from its platform. */
export type WorkerPlatform = {
  readonly prepare: (request: PrepareRequest, options: PrepareOptions) => Promise<Bundle>;
  readonly openModel: (request: OpenRequest) => Promise<LoadedModel>;
  /** Opens the file of a path. */
  readonly openFile: (path: string) => Promise<Blob>;
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

  async classify(
    model: string,
    input: WorkerInput,
    options: WorkerClassifyOptions = {},
  ): Promise<RecordingResult> {
    return await this.#run(model, (open) => this.#classify(open, input, options));
  }

  async live(model: string, stream: SampleStream, options: LiveOptions): Promise<LiveSummary> {
    return await this.#run(model, async (open) => runLive(await livePort(open), stream, options));
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

  /** Runs a piece of work that `close` waits for. */
  async #run<T>(name: string, work: (model: LoadedModel) => Promise<T>): Promise<T> {
    const open = this.#models.get(name);
    if (!open)
      throw new WorkerError('model-not-open', `The model ${name} is not open. Open it first.`);
    const result = work(open.model);
    open.running.add(result);
    try {
      return await result;
    } finally {
      open.running.delete(result);
    }
  }

  async #classify(
    model: LoadedModel,
    input: WorkerInput,
    { timeline = false, peaks = 0, ...options }: WorkerClassifyOptions,
  ): Promise<RecordingResult> {
    options.signal?.throwIfAborted();
    const source: Blob | SampleStream =
      typeof input === 'string' ? await this.#platform.openFile(input) : input;
    return await classifyRecording(model, source, { timeline, peaks }, options);
  }
}
