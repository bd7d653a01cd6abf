import { Readable } from 'node:stream';
import type { Adaptation, AnsweredExample } from '../../adaptation/index.js';
import type { RecordingResult, VoicePart } from '../../inference/index.js';
import type {
  ConversedRecording,
  PreparedModel,
  RecordingWorker,
  WorkerAdaptOptions,
  WorkerClassifyOptions,
  WorkerConverseOptions,
  WorkerEmbedOptions,
  WorkerInput,
} from '../../workers/index.js';
import { WorkerError } from '../../workers/index.js';
import { LimitedProcess, processMemory, type ProcessOptions } from '../engine/index.js';
import type { UploadFolder } from '../uploads/index.js';

type Waiting = (process: LimitedProcess) => void;

/**
 * Several processes under limits, each of which computes one recording at a time. A process opens a model
 * when it first needs it.
 */
export class ProcessPool implements RecordingWorker<PreparedModel> {
  readonly #processes: readonly LimitedProcess[];
  readonly #files: UploadFolder;
  readonly #models = new Map<string, PreparedModel>();
  readonly #free: LimitedProcess[];
  readonly #waiting: Waiting[] = [];

  /** @param files takes the recordings while they are computed */
  constructor(count: number, options: ProcessOptions, files: UploadFolder) {
    this.#processes = Array.from({ length: count }, () => new LimitedProcess(options));
    this.#free = [...this.#processes];
    this.#files = files;
  }

  /** The memory that all processes occupy, in bytes. */
  async memory(): Promise<number> {
    const pids = this.#processes.flatMap(({ pid }) => (pid === undefined ? [] : [pid]));
    const sizes = await Promise.all(pids.map((pid) => processMemory(pid)));
    return sizes.reduce<number>((sum, bytes = 0) => sum + bytes, 0);
  }

  async open(model: string, prepared: PreparedModel): Promise<void> {
    this.#models.set(model, prepared);
    try {
      await this.#use(model, undefined, () => Promise.resolve());
    } catch (error) {
      this.#models.delete(model);
      throw error;
    }
  }

  classify(
    model: string,
    input: WorkerInput,
    options: WorkerClassifyOptions = {},
  ): Promise<RecordingResult> {
    return this.#withFile(model, input, options, (process, path) =>
      process.classify(model, path, options),
    );
  }

  embedSpeech(
    model: string,
    input: WorkerInput,
    options: WorkerEmbedOptions = {},
  ): Promise<VoicePart[]> {
    return this.#withFile(model, input, options, (process, path) =>
      process.embedSpeech(model, path, options),
    );
  }

  converse(
    model: string,
    input: WorkerInput,
    options: WorkerConverseOptions = {},
  ): Promise<ConversedRecording> {
    return this.#withFile(model, input, options, (process, path) =>
      process.converse(model, path, options),
    );
  }

  adapt(
    model: string,
    examples: readonly AnsweredExample[],
    options: WorkerAdaptOptions,
  ): Promise<Adaptation> {
    return this.#use(model, options.signal, (process) => process.adapt(model, examples, options));
  }

  async close(model: string): Promise<void> {
    this.#models.delete(model);
    await Promise.all(this.#processes.map((each) => each.close(model)));
  }

  async dispose(): Promise<void> {
    await Promise.all(this.#processes.map((each) => each.dispose()));
  }

  /** Writes a recording to this machine's disk before a process is free, and deletes it at the end. */
  async #withFile<T>(
    model: string,
    input: WorkerInput,
    { signal = new AbortController().signal }: WorkerEmbedOptions,
    work: (process: LimitedProcess, path: string) => Promise<T>,
  ): Promise<T> {
    if (typeof input === 'string') return this.#use(model, signal, (each) => work(each, input));
    if (!(input instanceof Blob)) throw new TypeError('A pool of processes takes files only.');
    const stream = Readable.fromWeb(input.stream());
    const options = { isTruncated: () => false, client: 'queue', signal };
    const file = await this.#files.receive(stream, options);
    try {
      return await this.#use(model, signal, (process) => work(process, file.path));
    } finally {
      await file.remove();
    }
  }

  async #use<T>(
    model: string,
    signal: AbortSignal | undefined,
    work: (process: LimitedProcess) => Promise<T>,
  ): Promise<T> {
    const process = this.#takeFree(model) ?? (await this.#wait(signal));
    try {
      signal?.throwIfAborted();
      await this.#ensureOpen(process, model);
      return await work(process);
    } finally {
      const next = this.#waiting.shift();
      if (next) next(process);
      else this.#free.push(process);
    }
  }

  /** A free process, if possible one that has the model. */
  #takeFree(model: string): LimitedProcess | undefined {
    const found = this.#free.find(({ models }) => models.has(model)) ?? this.#free[0];
    if (found) this.#free.splice(this.#free.indexOf(found), 1);
    return found;
  }

  async #ensureOpen(process: LimitedProcess, model: string): Promise<void> {
    if (process.models.has(model)) return;
    const prepared = this.#models.get(model);
    if (!prepared) throw new WorkerError('model-not-open', `The model ${model} is not open.`);
    await process.open(model, prepared);
  }

  async #wait(signal: AbortSignal | undefined): Promise<LimitedProcess> {
    return await new Promise((resolve, reject) => {
      const start: Waiting = (process) => {
        signal?.removeEventListener('abort', leave);
        resolve(process);
      };
      const leave = () => {
        this.#waiting.splice(this.#waiting.indexOf(start), 1);
        reject(signal?.reason as Error);
      };
      signal?.addEventListener('abort', leave, { once: true });
      this.#waiting.push(start);
    });
  }
}
