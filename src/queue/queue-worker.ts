import { randomUUID } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import type { Adaptation, AnsweredExample } from '../adaptation/index.js';
import type { RecordingResult, VoicePart } from '../inference/index.js';
import type { ObjectStore } from '../object-store/index.js';
import { traceContext } from '../telemetry/index.js';
import {
  type ConversedRecording,
  decodeResult,
  encodeConversation,
  type EncodedResult,
  encodeOptions,
  type ErrorClasses,
  type PreparedModel,
  type Priority,
  type RecordingWorker,
  type WorkerAdaptOptions,
  type WorkerClassifyOptions,
  type WorkerConverseOptions,
  type WorkerEmbedOptions,
  WorkerError,
  type WorkerInput,
} from '../workers/index.js';
import { decodeFailure } from './encode-failure.js';
import { fromExactJson, toExactJson } from './exact-json.js';
import { JobFailure, ModelQueue, type QueueLimits } from './model-queue.js';
import type { QueueConnection } from './queue-connection.js';
import { type QueuedCall, type QueuedEvent, type QueuedModel, queueNameOf } from './queue-job.js';
import { takeReturn } from './take-return.js';

/** What {@link QueueWorker} needs. */
export type QueueWorkerOptions = {
  readonly connection: QueueConnection;
  /** Where recordings wait for their workers. */
  readonly store: ObjectStore;
  readonly limits: QueueLimits;
  /** Time limit for computing a recording, in seconds. */
  readonly seconds: number;
  /** Classes of errors that the workers throw besides the library's. */
  readonly errors?: ErrorClasses;
};

type CallOptions = Pick<
  WorkerConverseOptions & WorkerClassifyOptions,
  'signal' | 'priority' | 'jobId' | 'seconds' | 'onBegin' | 'onProgress'
> &
  Pick<Partial<WorkerAdaptOptions>, 'onFold'> & {
    readonly onEvent?: WorkerConverseOptions['onEvent'];
  };

/** BullMQ takes jobs without a priority first. */
const PRIORITIES: Readonly<Record<Priority, number>> = { interactive: 0, archive: 10 };
/** Fetching the recording, other recordings of the same worker, and a worker that was killed. */
const SPARE_SECONDS = 120;
/** A worker may download and convert a model for so long, in seconds. */
const OPEN_SECONDS = 3600;

type OpenModel = { readonly queue: ModelQueue; readonly model: QueuedModel };

/** Computes recordings with workers on any machine, which take them from queues on Redis. */
export class QueueWorker implements RecordingWorker<PreparedModel> {
  readonly #options: QueueWorkerOptions;
  readonly #models = new Map<string, OpenModel>();
  readonly #closing = new AbortController();

  constructor(options: QueueWorkerOptions) {
    this.#options = options;
  }

  /** Is aborted when the worker is disposed. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  /** The queues of the open models by their names. */
  get queues(): ReadonlyMap<string, ModelQueue> {
    return new Map([...this.#models].map(([name, { queue }]) => [name, queue]));
  }

  /** Waits until a worker has the model and has computed a first result with it. */
  async open(name: string, prepared: PreparedModel): Promise<void> {
    await this.close(name);
    const model = toQueued(prepared);
    const { connection, limits } = this.#options;
    const queue = await ModelQueue.open(connection, queueNameOf(model), limits);
    this.#models.set(name, { queue, model });
    try {
      await this.#call(name, { method: 'open' }, undefined, { seconds: OPEN_SECONDS });
    } catch (error) {
      await this.close(name);
      throw error;
    }
  }

  async classify(
    model: string,
    input: WorkerInput,
    options: WorkerClassifyOptions = {},
  ): Promise<RecordingResult> {
    const call = { method: 'classify', options: encodeOptions(options) } as const;
    return decodeResult((await this.#call(model, call, input, options)) as EncodedResult);
  }

  async embedSpeech(
    model: string,
    input: WorkerInput,
    options: WorkerEmbedOptions = {},
  ): Promise<VoicePart[]> {
    return (await this.#call(model, { method: 'embedSpeech' }, input, options)) as VoicePart[];
  }

  async converse(
    model: string,
    input: WorkerInput,
    options: WorkerConverseOptions = {},
  ): Promise<ConversedRecording> {
    const call = { method: 'converse', options: encodeConversation(options) } as const;
    return (await this.#call(model, call, input, options)) as ConversedRecording;
  }

  async adapt(
    model: string,
    examples: readonly AnsweredExample[],
    options: WorkerAdaptOptions,
  ): Promise<Adaptation> {
    const input = new Blob([JSON.stringify(toExactJson(examples))]);
    const call = { method: 'adapt', labels: options.labels } as const;
    return (await this.#call(model, call, input, options)) as Adaptation;
  }

  /** Stops using a model; workers keep it as long as they have room. */
  async close(model: string): Promise<void> {
    const open = this.#models.get(model);
    this.#models.delete(model);
    await open?.queue.close();
  }

  /** Stops waiting for results, and closes the store and the connection. */
  async dispose(): Promise<void> {
    this.#closing.abort();
    await Promise.all([...this.#models.keys()].map((model) => this.close(model)));
    await this.#options.store.close();
    await this.#options.connection.close();
  }

  async #call(
    name: string,
    call: QueuedCall,
    input: WorkerInput | undefined,
    options: CallOptions,
  ): Promise<unknown> {
    const open = this.#models.get(name);
    if (!open)
      throw new WorkerError('model-not-open', `The model ${name} is not open. Open it first.`);
    const { signal = new AbortController().signal, priority = 'interactive' } = options;
    const { store, limits, seconds: usual, errors = {} } = this.#options;
    const { seconds = usual, jobId: id = randomUUID() } = options;
    const expiresAt = Date.now() + (limits.waitSeconds + SPARE_SECONDS) * 1000;
    const recording = input === undefined ? {} : { recording: id };
    try {
      if (input !== undefined) await store.put(id, await toBlob(input));
      const job = {
        call,
        model: open.model,
        seconds,
        expiresAt,
        trace: traceContext(),
        ...recording,
      };
      const returned = await open.queue.run(id, job, {
        times: { wait: limits.waitSeconds, run: seconds + SPARE_SECONDS },
        ...{ priority: PRIORITIES[priority], signal, onEvent: listenerOf(options) },
      });
      return fromExactJson(await takeReturn(returned, store));
    } catch (error) {
      throw error instanceof JobFailure ? decodeFailure(error.message, errors) : error;
    } finally {
      // A failure here must not replace the result; what is left is swept later.
      if (input !== undefined) await store.delete(id).catch(() => undefined);
    }
  }
}

/** What another machine needs to know; the folder and the threads are those of this one. */
function toQueued({ name, bytes, minimumSamples, source, digest }: PreparedModel): QueuedModel {
  return { name, bytes, minimumSamples, source, digest };
}

function listenerOf({
  onBegin,
  onProgress,
  onFold,
  onEvent,
}: CallOptions): (event: QueuedEvent) => void {
  return (event) => {
    if (event.kind === 'begun') onBegin?.();
    else if (event.kind === 'seconds') onProgress?.(event.seconds);
    else if (event.kind === 'fold') onFold?.(event.done, event.total);
    else onEvent?.(fromExactJson(event.event) as typeof event.event);
  };
}

async function toBlob(input: WorkerInput): Promise<Blob> {
  if (typeof input === 'string') return await openAsBlob(input);
  if (input instanceof Blob) return input;
  throw new TypeError(
    'A queue takes recordings as files. Samples that arrive are for live sessions.',
  );
}
