import type { LiveOptions, LiveSummary } from '../../conversation/index.js';
import type { SampleStream } from '../../inference/index.js';
import type { RunOptions } from '../../node/index.js';
import { ProcessWorker, WorkerError } from '../../workers/index.js';
import { isUnexpected, ServerError } from '../problem/index.js';
import { type JobLimits, withJobLimits } from './job-limits.js';
import { type RecordingJson, type RequestedParts, toRecordingJson } from './recording-json.js';

/** Limit of V8's heap in the process that computes, in megabytes; samples and tensors are outside. */
const HEAP_MB = 1024;

/** Options of {@link Engine}. */
export type EngineOptions = {
  readonly runOpts: RunOptions;
  readonly limits: JobLimits;
  /** Folder for its temporary files. */
  readonly scratch: string;
  /** Receives what the process writes to stderr. */
  readonly onStderr: (text: string) => void;
  /** Called when the process has ended although the server goes on. */
  readonly onEnd: () => void;
  /** Called when a model that was open cannot be opened again. */
  readonly onLost: (model: string, error: unknown) => void;
};

/** A model that is open: where its bundle is, and its name. */
export type OpenModel = {
  readonly folder: string;
  readonly name: string;
  readonly threads?: number;
};

/**
 * Computes in a worker process and outlives it: when the process ends, another one is started with
 * the same models.
 */
export class Engine {
  readonly #options: EngineOptions;
  readonly #models = new Map<string, OpenModel>();
  #worker: ProcessWorker | undefined;
  #ready: Promise<ProcessWorker> | undefined;
  #isOver = false;

  constructor(options: EngineOptions) {
    this.#options = options;
  }

  /** Number of models that are open. */
  get models(): number {
    return this.#models.size;
  }

  /** Id of the process, while there is one. */
  get pid(): number | undefined {
    return this.#worker?.pid;
  }

  /**
   * Opens a model.
   *
   * @param folder a bundle
   * @param name the name of the model in results
   * @param threads to compute with. Default: the engine's.
   */
  async open(model: string, folder: string, name: string, threads?: number): Promise<void> {
    const opening = { folder, name, ...(threads !== undefined && { threads }) };
    const worker = await this.#start();
    await this.#open(worker, model, opening).catch(async (error: unknown) => {
      if (!worker.hasEnded) throw error;
      // The process may have been killed by another recording; retry once. If it dies again, the
      // model is at fault.
      await this.#open(await this.#start(), model, opening);
    });
    this.#models.set(model, opening);
  }

  /** Waits for the running recordings of a model and frees its memory. */
  async close(model: string): Promise<void> {
    this.#models.delete(model);
    await this.#worker?.close(model).catch(() => undefined);
  }

  /**
   * Classifies a recording. It settles only when the process is free again, even if the client has
   * disconnected by then.
   */
  async classify(
    model: string,
    path: string,
    { embedding, ...parts }: RequestedParts,
    signal: AbortSignal,
  ): Promise<RecordingJson> {
    const worker = await this.#start();
    signal.throwIfAborted();
    const start = performance.now();
    const job = () => worker.classify(model, path, { ...parts, signal });
    const classified = withJobLimits(worker, this.#options.limits, signal, job);
    const result = await classified.catch((error: unknown) => {
      this.#reportUnexpected(error, signal);
      throw toServerError(error, worker);
    });
    const { name } = this.#models.get(model) ?? { name: model };
    const computeSeconds = (performance.now() - start) / 1000;
    return toRecordingJson(result, { model: name, computeSeconds, embedding });
  }

  /** Where the bundle of an open model is, and its name. */
  locate(model: string): OpenModel | undefined {
    return this.#models.get(model);
  }

  /** Runs a live session; see `runLive`. */
  async live(model: string, stream: SampleStream, options: LiveOptions): Promise<LiveSummary> {
    const worker = await this.#start();
    const { signal = new AbortController().signal } = options;
    return await worker.live(model, stream, options).catch((error: unknown) => {
      this.#reportUnexpected(error, signal);
      throw toServerError(error, worker);
    });
  }

  /** Ends the process. */
  async dispose(): Promise<void> {
    this.#isOver = true;
    const worker = this.#worker;
    worker?.kill(new ServerError('shutting-down', 'The server was stopped.'));
    await worker?.ended;
  }

  /** Clients learn nothing about a fault of ours, so the log must. */
  #reportUnexpected(error: unknown, signal: AbortSignal): void {
    if (signal.aborted || error instanceof WorkerError || !isUnexpected(error)) return;
    this.#options.onStderr(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }

  /** The process with all models open; it is started if there is none. */
  #start(): Promise<ProcessWorker> {
    if (this.#isOver)
      return Promise.reject(new ServerError('shutting-down', 'The server is being stopped.'));
    this.#ready ??= this.#reopen(this.#fork());
    return this.#ready;
  }

  #fork(): ProcessWorker {
    const { scratch, onStderr, onEnd } = this.#options;
    const options = { heapMb: HEAP_MB, scratch, withSecrets: false, onStderr };
    const worker = new ProcessWorker(options);
    this.#worker = worker;
    void worker.ended.then(async () => {
      if (this.#worker !== worker) return;
      this.#worker = undefined;
      this.#ready = undefined;
      if (this.#isOver) return;
      onEnd();
      // The next client should not have to wait for the models.
      if (this.#models.size > 0) await this.#start().catch(() => undefined);
    });
    return worker;
  }

  /** Opens what was open before; a model that cannot be opened, or ends the process, is given up. */
  async #reopen(worker: ProcessWorker): Promise<ProcessWorker> {
    for (const [model, opening] of this.#models) {
      try {
        await this.#open(worker, model, opening);
      } catch (error) {
        this.#models.delete(model);
        this.#options.onLost(model, error);
        if (worker.hasEnded) throw error;
      }
    }
    return worker;
  }

  async #open(worker: ProcessWorker, model: string, opening: OpenModel): Promise<void> {
    const { folder, threads = this.#options.runOpts.threads } = opening;
    const runOpts = { ...this.#options.runOpts, ...(threads !== undefined && { threads }) };
    await worker.open(model, { folder, runOpts }).catch((error: unknown) => {
      throw toServerError(error, worker);
    });
  }
}

function toServerError(error: unknown, { exit }: ProcessWorker): unknown {
  if (!(error instanceof WorkerError)) return error;
  if (error.code === 'model-not-open')
    return new ServerError('model-not-loaded', 'The model has been unloaded in the meantime.');
  return new ServerError(
    'engine-failed',
    `The process that computes ended unexpectedly (${exit ?? 'not started'}) and was started again. If the same recording does it again, the recording is at fault: convert it to WAV.`,
  );
}
