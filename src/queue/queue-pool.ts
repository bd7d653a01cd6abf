import { createHash } from 'node:crypto';
import { digest } from '../digest.js';
import { ObjectStoreError } from '../errors.js';
import type { RecordingResult, VoicePart } from '../inference/index.js';
import {
  encodeOptions,
  type PreparedModel,
  type RecordingPool,
  type WorkerClassifyOptions,
  type WorkerEmbedOptions,
  type WorkerInput,
} from '../workers/index.js';
import type { QueueWorker } from './queue-worker.js';

/** The name under which a pool opens its model. */
const MODEL = 'model';

/**
 * One model behind a queue, for an archive: its recordings are computed when nobody waits. The id of a job
 * follows from the recording and the options, so that a program that was killed and starts again finds the
 * jobs that it has put into the queue.
 */
export class QueuePool implements RecordingPool {
  readonly ahead: number;
  readonly #worker: QueueWorker;
  /** What every id depends on. */
  readonly #work: string;
  readonly #running = new Set<string>();

  private constructor(worker: QueueWorker, ahead: number, work: string) {
    this.#worker = worker;
    this.ahead = ahead;
    this.#work = work;
  }

  /**
   * Waits until a worker has the model.
   *
   * @param ahead recordings that are in the queue beside the one whose result is awaited
   * @param work what makes jobs differ besides the recording, the model and the options
   */
  static async open(
    worker: QueueWorker,
    model: PreparedModel,
    { ahead, work }: { readonly ahead: number; readonly work: string },
  ): Promise<QueuePool> {
    await worker.open(MODEL, model);
    return new QueuePool(worker, ahead, `${work} ${model.digest}`);
  }

  async classify(input: WorkerInput, options: WorkerClassifyOptions): Promise<RecordingResult> {
    const id = await this.#idOf(input, JSON.stringify(encodeOptions(options)));
    const priority = 'archive';
    // A recording that is listed twice has two jobs.
    if (this.#running.has(id))
      return await this.#worker.classify(MODEL, input, { ...options, priority });
    this.#running.add(id);
    try {
      return await this.#worker.classify(MODEL, input, { ...options, priority, jobId: id });
    } catch (error) {
      // An earlier program has taken a large result of this job, and was killed before it kept it.
      const isTaken = error instanceof ObjectStoreError && error.code === 'store-object-missing';
      if (!isTaken) throw error;
      return await this.#worker.classify(MODEL, input, { ...options, priority });
    } finally {
      this.#running.delete(id);
    }
  }

  async embedSpeech(input: WorkerInput, options: WorkerEmbedOptions): Promise<VoicePart[]> {
    return await this.#worker.embedSpeech(MODEL, input, { ...options, priority: 'archive' });
  }

  /** Closes the connection to the queue and the store. */
  async dispose(): Promise<void> {
    await this.#worker.dispose();
  }

  async #idOf(input: WorkerInput, options: string): Promise<string> {
    const hash = createHash('sha256').update(JSON.stringify([this.#work, options]));
    if (typeof input === 'string') hash.update(`${input}\n${await digest('sha256', input)}`);
    else if (input instanceof Blob)
      for await (const chunk of input.stream() as AsyncIterable<Uint8Array>) hash.update(chunk);
    return `archive-${hash.digest('hex').slice(0, 40)}`;
  }
}
