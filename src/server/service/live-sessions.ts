import { setTimeout as sleep } from 'node:timers/promises';
import type { LiveOptions, LiveSummary } from '../../conversation/index.js';
import type { SampleStream } from '../../inference/index.js';
import type { Engine, LimitedProcess } from '../engine/index.js';
import type { ModelEntry } from '../models/model-entry.js';
import type { ModelRegistry } from '../models/model-registry.js';
import { ServerError } from '../problem/index.js';
import { chooseReadyModel, loadDefaultModel, readyModels } from './choose-model.js';
import type { Metrics } from './metrics.js';

/** The process for live sessions is kept this long after the last one, in milliseconds. */
const IDLE_MS = 60_000;

/**
 * Three seconds of sound are too little work to share: with two threads, a model of 8 MB took twice the
 * time of one core and was no faster. A model above this size is computed with all cores. In bytes.
 */
const SMALL_MODEL_BYTES = 50e6;

/** A client may try again after this time if all sessions are taken, in seconds. */
const RETRY_SECONDS = 30;

/** What live sessions use. */
export type LiveParts = {
  readonly models: ModelRegistry;
  /** The engine that classifies recordings; it knows where the bundles are. */
  readonly engine: Engine;
  /**
   * Makes the process for live sessions. It starts with the first session; `onLost` is
   * called for a model that it cannot open again after its process ended.
   */
  readonly makeProcess: (onLost: (model: string) => void) => LimitedProcess;
  readonly metrics: Metrics;
  /** The largest number of sessions. */
  readonly limit: number;
  /** Threads to compute with, if the settings name a number. */
  readonly threads: number | undefined;
  /** Whether the default model is loaded if no model is ready. */
  readonly loadsDefault: boolean;
};

/**
 * The live sessions of a server. They are computed in a process of their own: a recording that takes
 * long, or whose process is killed, does not disturb them.
 */
export class LiveSessions {
  readonly #parts: LiveParts;
  readonly #running = new Map<AbortController, string>();
  readonly #opened = new Map<string, Promise<void>>();
  readonly #closing = new AbortController();
  readonly #unsubscribe: () => void;
  #worker: LimitedProcess | undefined;
  #idle = new AbortController();
  #size = 0;

  constructor(parts: LiveParts) {
    this.#parts = parts;
    this.#unsubscribe = parts.models.subscribe(() => {
      this.#dropUnloaded();
    });
  }

  /** Number of sessions. */
  get size(): number {
    return this.#size;
  }

  /** Is aborted when the server stops; sessions then end with their results so far. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  /**
   * Takes a place for a session.
   *
   * @returns a function that gives the place back
   * @throws ServerError `sessions-full`, `shutting-down`
   */
  enter(): () => void {
    this.closing.throwIfAborted();
    const { limit } = this.#parts;
    if (this.#size >= limit)
      throw new ServerError(
        'sessions-full',
        `All ${limit} live sessions are taken. Try again later, or start the server with a larger --live-sessions.`,
        { retryAfterSeconds: RETRY_SECONDS },
      );
    this.#size++;
    this.#idle.abort();
    return () => {
      this.#size--;
      if (this.#size === 0) void this.#endWhenIdle();
    };
  }

  /**
   * Opens a model for live sessions.
   *
   * @param wanted id; default: the default model if it is ready, else another ready one
   * @throws ServerError `model-unknown`, `model-not-loaded`; RemoteError if loading fails
   */
  async open(wanted?: string): Promise<ModelEntry> {
    const { models, engine, loadsDefault } = this.#parts;
    if (loadsDefault && readyModels(models).length === 0) await loadDefaultModel(models);
    const id = chooseReadyModel(models, wanted);
    const bundle = engine.locate(id);
    if (!bundle)
      throw new ServerError('model-not-loaded', `The model ${id} is not loaded. Load it again.`);
    this.#worker ??= this.#parts.makeProcess((lost) => this.#opened.delete(lost));
    let opening = this.#opened.get(id);
    if (!opening) {
      opening = this.#worker.open(id, { ...bundle, threads: this.#threadsFor(id) });
      this.#opened.set(id, opening);
      opening.catch(() => this.#opened.delete(id));
    }
    await opening;
    return models.get(id);
  }

  /**
   * Runs a session with a model that `open` returned; see `runLive`.
   *
   * @throws as `runLive`; ServerError `model-not-loaded` if the model is unloaded, `engine-failed`
   */
  async run(model: string, stream: SampleStream, options: LiveOptions): Promise<LiveSummary> {
    const worker = this.#worker;
    if (!worker) throw new ServerError('model-not-loaded', `The model ${model} is not open.`);
    const unloaded = new AbortController();
    this.#running.set(unloaded, model);
    const signals = [unloaded.signal, ...(options.signal ? [options.signal] : [])];
    try {
      return await worker.live(model, stream, { ...options, signal: AbortSignal.any(signals) });
    } finally {
      this.#running.delete(unloaded);
    }
  }

  /** Adds the time from a sample to its measurement to the metrics. */
  observeMeasurement(delaySeconds: number): void {
    this.#parts.metrics.observeMeasurement(delaySeconds);
  }

  /** Adds a session to the metrics; see `Metrics.countLiveSession`. */
  countEnded(outcome: string): void {
    this.#parts.metrics.countLiveSession(outcome);
  }

  /** Lets all sessions end with their results so far. */
  close(): void {
    this.#closing.abort(
      new ServerError('shutting-down', 'The server is being stopped. Connect again later.'),
    );
  }

  /** Ends the process. */
  async dispose(): Promise<void> {
    this.close();
    this.#unsubscribe();
    this.#idle.abort();
    await this.#worker?.dispose();
  }

  #threadsFor(id: string): number | undefined {
    const { models, threads } = this.#parts;
    const isSmall = (models.get(id).bytes ?? Infinity) <= SMALL_MODEL_BYTES;
    return threads ?? (isSmall ? 1 : undefined);
  }

  async #endWhenIdle(): Promise<void> {
    this.#idle = new AbortController();
    const { signal } = this.#idle;
    const isIdle = await sleep(IDLE_MS, true, { signal, ref: false }).catch(() => false);
    if (!isIdle || this.#size > 0) return;
    const worker = this.#worker;
    this.#worker = undefined;
    this.#opened.clear();
    await worker?.dispose();
  }

  /** Ends the sessions whose model is no longer ready. */
  #dropUnloaded(): void {
    const ready = new Set(readyModels(this.#parts.models).map(({ id }) => id));
    for (const [unloaded, model] of this.#running)
      if (!ready.has(model))
        unloaded.abort(new ServerError('model-not-loaded', 'The model has been unloaded.'));
    for (const model of this.#opened.keys()) {
      if (ready.has(model)) continue;
      this.#opened.delete(model);
      void this.#worker?.close(model);
    }
  }
}
