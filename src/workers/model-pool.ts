import type { EmbedOptions, RecordingResult, VoicePart } from '../inference/index.js';
import type { ModelWorker, WorkerClassifyOptions, WorkerInput } from './contract.js';

/** The name under which a pool opens its model. */
const MODEL = 'model';

/** A worker of a pool; `hasEnded` says that it needs to be replaced. */
type PoolWorker = ModelWorker & { readonly hasEnded?: boolean };

/** How a pool starts its workers. */
export type PoolOptions = {
  readonly workers: number;
  /** Starts a worker and opens the pool's model in it, under the given name. */
  readonly start: (model: string) => Promise<PoolWorker>;
  /** Recordings that a worker takes at once. */
  readonly recordingsPerWorker: number;
  /** See {@link ModelPool.ahead}. */
  readonly ahead: number;
};

/** What computes many recordings with one model. */
export interface RecordingPool {
  /** How many recordings to begin beside the one whose result is awaited. */
  readonly ahead: number;
  /** @throws as `ModelWorker.classify` */
  classify(input: WorkerInput, options: WorkerClassifyOptions): Promise<RecordingResult>;
  /** @throws as `ModelWorker.embedSpeech` */
  embedSpeech(input: WorkerInput, options: EmbedOptions): Promise<VoicePart[]>;
  /** Waits for running recordings and ends all workers. */
  dispose(): Promise<void>;
}

/** One model, open in one or more workers; each recording goes to a worker that is free. */
export class ModelPool implements RecordingPool {
  /** How many recordings to begin beside the one whose result is awaited. */
  readonly ahead: number;
  readonly #start: PoolOptions['start'];
  readonly #workers: Set<PoolWorker>;
  readonly #free: PoolWorker[];
  readonly #waiting: ((worker: PoolWorker) => void)[] = [];

  private constructor(options: PoolOptions, workers: readonly PoolWorker[]) {
    this.ahead = options.ahead;
    this.#start = options.start;
    this.#workers = new Set(workers);
    this.#free = Array.from({ length: options.recordingsPerWorker }, () => workers).flat();
  }

  /** @throws what `start` throws, after all workers have ended */
  static async open(options: PoolOptions): Promise<ModelPool> {
    const starts = Array.from({ length: options.workers }, () => options.start(MODEL));
    try {
      return new ModelPool(options, await Promise.all(starts));
    } catch (error) {
      const started = await Promise.allSettled(starts);
      await Promise.all(
        started.map(async (each) => {
          if ('value' in each) await each.value.dispose();
        }),
      );
      throw error;
    }
  }

  /**
   * Classifies a recording as soon as a worker is free.
   *
   * @throws as `ModelWorker.classify`
   */
  classify(input: WorkerInput, options: WorkerClassifyOptions): Promise<RecordingResult> {
    return this.#use((worker) => worker.classify(MODEL, input, options), options);
  }

  /**
   * Computes the embeddings of the speech in a recording as soon as a worker is free.
   *
   * @throws as `ModelWorker.embedSpeech`
   */
  embedSpeech(input: WorkerInput, options: EmbedOptions): Promise<VoicePart[]> {
    return this.#use((worker) => worker.embedSpeech(MODEL, input, options), options);
  }

  /** Waits for running recordings and ends all workers. */
  async dispose(): Promise<void> {
    await Promise.all([...this.#workers].map((worker) => worker.dispose()));
  }

  async #use<T>(
    work: (worker: PoolWorker) => Promise<T>,
    { signal }: Pick<EmbedOptions, 'signal'>,
  ): Promise<T> {
    let worker = this.#free.pop() ?? (await this.#wait());
    try {
      signal?.throwIfAborted();
      if (worker.hasEnded) worker = await this.#replace(worker);
      return await work(worker);
    } finally {
      this.#release(worker);
    }
  }

  /** A recording may have ended the worker. */
  async #replace(ended: PoolWorker): Promise<PoolWorker> {
    const worker = await this.#start(MODEL);
    this.#workers.delete(ended);
    this.#workers.add(worker);
    return worker;
  }

  #wait(): Promise<PoolWorker> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #release(worker: PoolWorker): void {
    const next = this.#waiting.shift();
    if (next) next(worker);
    else this.#free.push(worker);
  }
}
