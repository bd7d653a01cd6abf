import type { Adaptation, AnsweredExample } from '../../adaptation/index.js';
import type { RecordingResult, VoicePart } from '../../inference/index.js';
import { QueueError, type QueuedModel } from '../../queue/index.js';
import type {
  ConversedRecording,
  PreparedModel,
  PrepareRequest,
  RecordingWorker,
  WorkerAdaptOptions,
  WorkerClassifyOptions,
  WorkerConverseOptions,
  WorkerEmbedOptions,
  WorkerInput,
} from '../../workers/index.js';

/** What a shelf needs. */
export type ShelfOptions = {
  /** Computes with the models. */
  readonly pool: RecordingWorker<PreparedModel>;
  /** Fetches and converts a model. */
  readonly prepare: (request: PrepareRequest) => Promise<PreparedModel>;
  /** Budget for the files of all models, in bytes. */
  readonly bytes: number;
  /** How often the files of a model are in memory. */
  readonly copies: number;
};

type Shelved = {
  readonly model: Pick<QueuedModel, 'name' | 'bytes'>;
  readonly isPinned: boolean;
  readonly opening: Promise<void>;
  uses: number;
  lastUse: number;
};

/** A model that was not used for this time may make room for another, in milliseconds. */
const IDLE_MS = 20_000;

/** The models of a worker, within a budget of memory. A model is prepared and opened when it is needed. */
export class ModelShelf implements RecordingWorker<QueuedModel> {
  readonly #options: ShelfOptions;
  readonly #shelved = new Map<string, Shelved>();

  constructor(options: ShelfOptions) {
    this.#options = options;
  }

  /** The models that are open or being opened, by the names of their queues. */
  get models(): readonly (readonly [name: string, Pick<QueuedModel, 'name' | 'bytes'>])[] {
    return [...this.#shelved].map(([name, { model }]) => [name, model]);
  }

  /** Opens a model that stays open; `model` is prepared already. */
  async pin(name: string, model: PreparedModel): Promise<void> {
    await this.#shelve(name, model, () => this.#options.pool.open(name, model));
  }

  /**
   * The models that have to be closed to make room for one more, the longest unused first.
   *
   * @returns nothing if there is not enough room even then
   */
  roomFor({ bytes }: Pick<QueuedModel, 'bytes'>): readonly string[] | undefined {
    let missing = this.#held() + bytes - this.#options.bytes / this.#options.copies;
    const closed: string[] = [];
    const idle = [...this.#shelved]
      .filter(([, { isPinned, uses }]) => !isPinned && uses === 0)
      .filter(([, { lastUse }]) => performance.now() - lastUse > IDLE_MS)
      .sort(([, a], [, b]) => a.lastUse - b.lastUse);
    for (const [name, { model }] of idle) {
      if (missing <= 0) break;
      missing -= model.bytes;
      closed.push(name);
    }
    return missing <= 0 ? closed : undefined;
  }

  /** Prepares and opens a model that is not open; the first that asks opens it for all. */
  async open(name: string, model: QueuedModel): Promise<void> {
    const shelved = this.#shelved.get(name);
    if (shelved) await shelved.opening;
    else await this.#shelve(name, model, () => this.#prepareAndOpen(name, model));
  }

  classify(
    name: string,
    input: WorkerInput,
    options?: WorkerClassifyOptions,
  ): Promise<RecordingResult> {
    return this.#use(name, () => this.#options.pool.classify(name, input, options));
  }

  embedSpeech(
    name: string,
    input: WorkerInput,
    options?: WorkerEmbedOptions,
  ): Promise<VoicePart[]> {
    return this.#use(name, () => this.#options.pool.embedSpeech(name, input, options));
  }

  converse(
    name: string,
    input: WorkerInput,
    options?: WorkerConverseOptions,
  ): Promise<ConversedRecording> {
    return this.#use(name, () => this.#options.pool.converse(name, input, options));
  }

  adapt(
    name: string,
    examples: readonly AnsweredExample[],
    options: WorkerAdaptOptions,
  ): Promise<Adaptation> {
    return this.#use(name, () => this.#options.pool.adapt(name, examples, options));
  }

  async close(name: string): Promise<void> {
    this.#shelved.delete(name);
    await this.#options.pool.close(name);
  }

  async dispose(): Promise<void> {
    this.#shelved.clear();
    await this.#options.pool.dispose();
  }

  async #shelve(
    name: string,
    model: Pick<QueuedModel, 'name' | 'bytes'>,
    open: () => Promise<void>,
  ): Promise<void> {
    const isPinned = 'folder' in model;
    const shelved = { model, isPinned, opening: open(), uses: 0, lastUse: performance.now() };
    this.#shelved.set(name, shelved);
    try {
      await shelved.opening;
    } catch (error) {
      // The next job tries it again.
      this.#shelved.delete(name);
      throw error;
    }
  }

  async #prepareAndOpen(
    name: string,
    { name: readable, digest, source }: QueuedModel,
  ): Promise<void> {
    const prepared = await this.#options.prepare(source);
    if (prepared.digest !== digest)
      throw new QueueError(
        'queue-other-model',
        `The files of ${readable} on this worker differ from those of the server. Use the same version of wav2emo and of the model on both, or a shared cache folder.`,
      );
    await this.#options.pool.open(name, prepared);
  }

  async #use<T>(name: string, work: () => Promise<T>): Promise<T> {
    const shelved = this.#shelved.get(name);
    if (shelved) shelved.uses++;
    try {
      return await work();
    } finally {
      if (shelved) {
        shelved.uses--;
        shelved.lastUse = performance.now();
      }
    }
  }

  /** Bytes of the models, each counted once. */
  #held(): number {
    return [...this.#shelved.values()].reduce((sum, { model }) => sum + model.bytes, 0);
  }
}
