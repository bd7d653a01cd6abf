import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Adaptation, AnsweredExample } from '../../src/adaptation/index.js';
import type { RecordingResult, VoicePart } from '../../src/inference/index.js';
import { prepareBundle } from '../../src/node/index.js';
import { type ObjectStore, openObjectStore } from '../../src/object-store/index.js';
import {
  type JobReport,
  QueueConnection,
  type QueueLimits,
  type QueuedModel,
  queueNameOf,
  QueueServer,
  QueueWorker,
} from '../../src/queue/index.js';
import { ServerError } from '../../src/server/problem/index.js';
import type {
  ConversedRecording,
  ModelWorker,
  PreparedModel,
  RecordingWorker,
  WorkerAdaptOptions,
  WorkerClassifyOptions,
  WorkerConverseOptions,
  WorkerEmbedOptions,
  WorkerInput,
} from '../../src/workers/index.js';
import { nodeWorker } from '../../src/workers/node-worker.js';

/** A model of the fixtures as servers prepare it. */
export async function prepared(source: string): Promise<PreparedModel> {
  const { folder, manifest } = await prepareBundle({ source });
  const { name, input } = manifest;
  const digest = manifest.files[0]?.sha256 ?? '';
  return {
    folder,
    name,
    digest,
    bytes: 1,
    minimumSamples: input.minimumSamples,
    source: { source },
  };
}

/** Computes the jobs of a queue in this thread; a test may put its own work before a recording. */
export class TestComputer implements RecordingWorker<QueuedModel> {
  readonly #worker: ModelWorker = nodeWorker();
  readonly #folders: ReadonlyMap<string, string>;
  /** Is awaited before each recording. */
  before: (signal: AbortSignal | undefined) => Promise<void> = () => Promise.resolve();
  readonly #opened = new Set<string>();

  constructor(models: readonly PreparedModel[]) {
    this.#folders = new Map(models.map(({ name, folder }) => [name, folder]));
  }

  async open(model: string, { name }: QueuedModel): Promise<void> {
    if (this.#opened.has(model)) return;
    this.#opened.add(model);
    await this.#worker.open(model, { folder: this.#folders.get(name) ?? '' });
  }

  async classify(
    model: string,
    input: WorkerInput,
    options?: WorkerClassifyOptions,
  ): Promise<RecordingResult> {
    await this.before(options?.signal);
    return await this.#worker.classify(model, input, options);
  }

  async embedSpeech(
    model: string,
    input: WorkerInput,
    options?: WorkerEmbedOptions,
  ): Promise<VoicePart[]> {
    await this.before(options?.signal);
    return await this.#worker.embedSpeech(model, input, options);
  }

  async converse(
    model: string,
    input: WorkerInput,
    options?: WorkerConverseOptions,
  ): Promise<ConversedRecording> {
    await this.before(options?.signal);
    return await this.#worker.converse(model, input, options);
  }

  adapt(
    model: string,
    examples: readonly AnsweredExample[],
    options: WorkerAdaptOptions,
  ): Promise<Adaptation> {
    return this.#worker.adapt(model, examples, options);
  }

  async close(model: string): Promise<void> {
    await this.#worker.close(model);
  }

  async dispose(): Promise<void> {
    await this.#worker.dispose();
  }
}

const LIMITS: QueueLimits = { waitSeconds: 60, resultSeconds: 60, failedHours: 1 };

/** Both sides of queues, without servers and processes. */
export class TestSides {
  readonly connection: QueueConnection;
  readonly store: ObjectStore;
  readonly folder: string;
  readonly reports: JobReport[] = [];
  readonly #address: string;
  readonly #closing: (() => Promise<unknown>)[] = [];

  private constructor(connection: QueueConnection, store: ObjectStore, place: [string, string]) {
    this.connection = connection;
    this.store = store;
    [this.folder, this.#address] = place;
  }

  static async open(address: string): Promise<TestSides> {
    const folder = await mkdtemp(join(tmpdir(), 'wav2emo-store-'));
    const store = await openObjectStore(pathToFileURL(folder).href);
    return new TestSides(await QueueConnection.open({ address }), store, [folder, address]);
  }

  /** A server's side, on a connection of its own. */
  async near(limits: Partial<QueueLimits> = {}): Promise<QueueWorker> {
    const connection = await QueueConnection.open({ address: this.#address });
    const { store } = this;
    const errors = { ServerError };
    const worker = new QueueWorker({
      ...{ connection, store, errors, seconds: 60 },
      limits: { ...LIMITS, ...limits },
    });
    this.#closing.push(() => worker.dispose());
    return worker;
  }

  /** A worker's side for one model. */
  far(model: PreparedModel, worker: RecordingWorker<QueuedModel>, concurrency = 1): QueueServer {
    const server = new QueueServer(queueNameOf(model), {
      ...{ connection: this.connection, store: this.store, worker, concurrency },
      onEnd: (report) => this.reports.push(report),
    });
    this.#closing.push(() => server.handBack());
    return server;
  }

  async close(): Promise<void> {
    for (const close of this.#closing.splice(0).reverse()) await close();
    await this.connection.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}
