import type { Adaptation, AnsweredExample } from '../../adaptation/index.js';
import type { LiveOptions, LiveSummary } from '../../conversation/index.js';
import type { RecordingResult, SampleStream, VoicePart } from '../../inference/index.js';
import type { RunOptions } from '../../node/index.js';
import {
  type ConversedRecording,
  confinesFiles,
  type Gate,
  identify,
  type PreparedModel,
  ProcessWorker,
  type RecordingWorker,
  type WorkerAdaptOptions,
  type WorkerClassifyOptions,
  type WorkerConverseOptions,
  type WorkerEmbedOptions,
  WorkerError,
  type WorkerInput,
} from '../../workers/index.js';
import { isUnexpected, ServerError } from '../problem/index.js';
import { toJobError, toServerError } from './engine-error.js';
import { firstSamples } from './first-samples.js';
import { type JobLimits, withJobLimits } from './job-limits.js';

/** Limit of V8's heap in the process that computes, in megabytes; samples and tensors are outside. */
const HEAP_MB = 1024;

/** Options of {@link LimitedProcess}. */
export type ProcessOptions = {
  readonly runOpts: RunOptions;
  readonly limits: JobLimits;
  /** Folder for its temporary files. */
  readonly scratch: string;
  /** Folders that it reads: those of models and recordings. */
  readonly reads: readonly string[];
  /** Receives what the process writes to stderr. */
  readonly onStderr: (text: string) => void;
  /** Called when the process has ended although the server goes on. */
  readonly onEnd: () => void;
  /** Called when a model that was open cannot be opened again. */
  readonly onLost: (model: string, error: unknown) => void;
};

/** Opening a model may take this long even if recordings may not, in seconds. */
const LEAST_OPEN_SECONDS = 60;
/** The runtime may need so many times the size of a model's files while it opens them. */
const OPEN_FACTOR = 4;
/** And this much for itself, in bytes. */
const OPEN_BYTES = 512e6;

/** A recording that was computed by so many processes, none of which finished, is not tried again. */
const MAX_TRIES = 4;

type JobOptions = Pick<WorkerEmbedOptions, 'signal' | 'gate' | 'onBegin' | 'seconds'>;

type Running = {
  readonly signal: AbortSignal;
  readonly gate: Gate | undefined;
  readonly onBegin: () => void;
};

type ProcessJob<T> = (worker: ProcessWorker, running: Running) => Promise<T>;

/**
 * Computes in a worker process under limits of time and memory, and outlives it: when the process ends,
 * another one is started with the same models.
 */
export class LimitedProcess implements RecordingWorker<PreparedModel> {
  readonly #options: ProcessOptions;
  readonly #models = new Map<string, PreparedModel>();
  /** Models that could not be opened again, and that somebody will open later. */
  readonly #lost = new Set<string>();
  #worker: ProcessWorker | undefined;
  #ready: Promise<ProcessWorker> | undefined;
  /** What lay at the places of its files when the process was started. */
  #places = '';
  #isOver = false;

  constructor(options: ProcessOptions) {
    this.#options = options;
  }

  /** The models that are open. */
  get models(): ReadonlyMap<string, PreparedModel> {
    return this.#models;
  }

  /** Id of the process, while there is one. */
  get pid(): number | undefined {
    return this.#worker?.pid;
  }

  /**
   * Opens a model under limits of time and memory, and computes a first result with it.
   *
   * @throws what the model's files or its first result are to blame for; ServerError `engine-failed`
   */
  async open(model: string, request: PreparedModel): Promise<void> {
    const worker = await this.#start();
    await this.#open(worker, model, request).catch(async (error: unknown) => {
      if (!worker.hasEnded) throw error;
      // The process may have been killed by another recording; retry once. If it dies again, the
      // model is at fault.
      await this.#open(await this.#start(), model, request);
    });
    this.#models.set(model, request);
    this.#lost.delete(model);
  }

  /** Waits for the running recordings of a model and frees its memory. */
  async close(model: string): Promise<void> {
    this.#models.delete(model);
    this.#lost.delete(model);
    await this.#worker?.close(model).catch(() => undefined);
  }

  /**
   * Classifies a recording. It settles only when the process is free again, even if the client has
   * disconnected by then.
   */
  classify(
    model: string,
    input: WorkerInput,
    options: WorkerClassifyOptions = {},
  ): Promise<RecordingResult> {
    return this.#run(model, options, (worker, running) =>
      worker.classify(model, input, { ...options, ...running }),
    );
  }

  /** Computes the embeddings of the speech in a recording; as {@link classify}. */
  embedSpeech(
    model: string,
    input: WorkerInput,
    options: WorkerEmbedOptions = {},
  ): Promise<VoicePart[]> {
    return this.#run(model, options, (worker, running) =>
      worker.embedSpeech(model, input, { ...options, ...running }),
    );
  }

  /** Analyses a conversation; as {@link classify}. */
  converse(
    model: string,
    input: WorkerInput,
    options: WorkerConverseOptions = {},
  ): Promise<ConversedRecording> {
    return this.#run(model, options, (worker, running) =>
      worker.converse(model, input, { ...options, ...running }),
    );
  }

  /** Fits new heads; as {@link classify}. */
  adapt(
    model: string,
    examples: readonly AnsweredExample[],
    options: WorkerAdaptOptions,
  ): Promise<Adaptation> {
    return this.#run(model, options, (worker, running) =>
      worker.adapt(model, examples, { ...options, ...running }),
    );
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

  /**
   * Does a job for one recording under limits. A recording that the process never had, because it
   * ended before, or that was held when it ended, is computed by the next one.
   */
  async #run<T>(model: string, options: JobOptions, work: ProcessJob<T>, tries = 1): Promise<T> {
    const { signal = new AbortController().signal, gate } = options;
    const limits = { ...this.#options.limits };
    limits.seconds = options.seconds ?? limits.seconds;
    const worker = await this.#start();
    signal.throwIfAborted();
    let hasBegun = false;
    const onBegin = () => {
      hasBegun = true;
      options.onBegin?.();
    };
    const job = () => work(worker, { signal, gate, onBegin });
    try {
      return await withJobLimits(worker, limits, { signal, gate }, job);
    } catch (error) {
      if (isInnocent(error, hasBegun) && tries < MAX_TRIES) {
        await worker.ended;
        await gate?.pass(signal);
        return await this.#run(model, options, work, tries + 1);
      }
      this.#reportUnexpected(error, signal);
      throw toJobError(error, worker, this.#lost.has(model));
    }
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
    this.#replaceIfMoved();
    this.#ready ??= this.#reopen(this.#fork());
    return this.#ready;
  }

  #fork(): ProcessWorker {
    const { scratch, reads, onStderr, onEnd } = this.#options;
    const files = { reads, writes: [] };
    this.#places = this.#identifyPlaces();
    const worker = new ProcessWorker({ heapMb: HEAP_MB, scratch, files, usesHub: false, onStderr });
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

  /** A process whose files are limited cannot use a folder that was deleted and made again. */
  #replaceIfMoved(): void {
    const worker = this.#worker;
    if (!worker || this.#identifyPlaces() === this.#places) return;
    if (!confinesFiles({ reads: this.#options.reads, writes: [] })) return;
    this.#worker = undefined;
    this.#ready = undefined;
    worker.kill(new WorkerError('worker-ended', 'A folder that the process uses was made again.'));
  }

  #identifyPlaces(): string {
    return identify([...this.#options.reads, this.#options.scratch]);
  }

  /** Opens what was open before; a model that cannot be opened, or ends the process, is lost. */
  async #reopen(worker: ProcessWorker): Promise<ProcessWorker> {
    for (const [model, request] of this.#models) {
      try {
        await this.#open(worker, model, request);
      } catch (error) {
        this.#models.delete(model);
        this.#lost.add(model);
        this.#options.onLost(model, error);
        if (worker.hasEnded) throw error;
      }
    }
    return worker;
  }

  async #open(worker: ProcessWorker, model: string, request: PreparedModel): Promise<void> {
    const { limits } = this.#options;
    const { folder, bytes, minimumSamples } = request;
    const { threads = this.#options.runOpts.threads } = request;
    const runOpts = { ...this.#options.runOpts, ...(threads !== undefined && { threads }) };
    const openLimits = {
      seconds: Math.max(limits.seconds, LEAST_OPEN_SECONDS),
      memoryBytes: Math.max(limits.memoryBytes, OPEN_BYTES + OPEN_FACTOR * bytes),
    };
    const { signal } = new AbortController();
    const job = async () => {
      await worker.open(model, { folder, runOpts });
      await worker.classify(model, firstSamples(minimumSamples), { voiceActivity: false });
    };
    try {
      await withJobLimits(worker, openLimits, { signal }, job);
    } catch (error) {
      throw toServerError(error, worker);
    }
  }
}

/** Whether a recording cannot be the reason why its process ended. */
function isInnocent(error: unknown, hasBegun: boolean): boolean {
  if (!(error instanceof WorkerError)) return false;
  return error.code === 'worker-ended-while-held' || (error.code === 'worker-ended' && !hasBegun);
}
