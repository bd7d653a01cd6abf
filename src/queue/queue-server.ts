import { setMaxListeners } from 'node:events';
import type { Job, QueueEvents, QueueEventsListener, Worker } from 'bullmq';
import type { ObjectStore } from '../object-store/index.js';
import { continueTrace } from '../telemetry/index.js';
import type { RecordingWorker } from '../workers/index.js';
import { encodeFailure, mayPass } from './encode-failure.js';
import { fromExactJson, toExactJson } from './exact-json.js';
import { performJob } from './perform-job.js';
import type { QueueConnection } from './queue-connection.js';
import { QueueError } from './queue-error.js';
import {
  CANCEL,
  cancelsOf,
  PREFIX,
  type QueuedEvent,
  type QueuedJob,
  type QueuedModel,
} from './queue-job.js';
import { giveReturn } from './take-return.js';

/** How a job ended, for logs and metrics. */
export type JobReport = {
  readonly id: string;
  readonly method: string;
  readonly model: string;
  /** Which try it was. */
  readonly attempt: number;
  readonly waitSeconds: number;
  readonly seconds: number;
} & (
  | { readonly outcome: 'answered' | 'cancelled' | 'handed-back' }
  | { readonly outcome: 'failed' | 'retried'; readonly error: unknown }
);

/** How the jobs of a queue are computed. */
export type QueueServerOptions = {
  readonly connection: QueueConnection;
  readonly store: ObjectStore;
  /** Computes the recordings; it opens a model that is not open. */
  readonly worker: RecordingWorker<QueuedModel>;
  /** Jobs that are taken at once. */
  readonly concurrency: number;
  readonly onEnd: (report: JobReport) => void;
};

/** A worker that is silent for this time has lost its jobs, in milliseconds. */
const LOCK_MS = 10_000;
/** How often lost jobs are looked for, in milliseconds. */
const STALLED_MS = 5000;
/**
 * A recording that ended its worker so often is at fault. Recordings are computed in processes of their
 * own, which end without their worker, so a worker that is lost is seldom lost by its recording: with two,
 * `npm run bench:scale` gave up one that three faults had met within a minute.
 */
const MOST_STALLS = 5;

/** Takes jobs of one queue and computes them. */
export class QueueServer {
  readonly name: string;
  readonly #options: QueueServerOptions;
  readonly #worker: Worker;
  readonly #cancels: QueueEvents;
  readonly #running = new Map<string, AbortController>();
  readonly #handingBack = new AbortController();

  constructor(name: string, options: QueueServerOptions) {
    const { bullmq, patient, onError } = options.connection;
    this.name = name;
    this.#options = options;
    // Every job that runs listens to it; without this, Node warns at 11 listeners.
    setMaxListeners(0, this.#handingBack.signal);
    const where = { prefix: PREFIX, connection: patient };
    this.#cancels = new bullmq.QueueEvents(cancelsOf(name), where);
    this.#cancels.on<CancelListener>(CANCEL, ({ jobId }: { jobId: string }) =>
      this.#running.get(jobId)?.abort(),
    );
    this.#worker = new bullmq.Worker(name, (job, token) => this.#process(job, token), {
      ...where,
      concurrency: options.concurrency,
      ...{ lockDuration: LOCK_MS, stalledInterval: STALLED_MS, maxStalledCount: MOST_STALLS },
    });
    this.#worker.on('error', onError);
    this.#cancels.on('error', onError);
    this.#worker.on('lockRenewalFailed', (ids) => {
      // Another worker may have these jobs by now.
      for (const id of ids) this.#running.get(id)?.abort();
    });
  }

  /** Jobs that run now. */
  get running(): number {
    return this.#running.size;
  }

  /** Takes no more jobs, waits for those that run, and ends. */
  async close(): Promise<void> {
    await this.#worker.close();
    await this.#cancels.close();
  }

  /** Ends at once: jobs that run return to the queue, so that another worker takes them. */
  async handBack(): Promise<void> {
    this.#handingBack.abort(new DOMException('The worker ends.', 'AbortError'));
    for (const running of this.#running.values()) running.abort();
    await this.close();
  }

  async #process(job: Job, token: string | undefined): Promise<unknown> {
    const { id = '' } = job;
    const { store } = this.#options;
    const start = Date.now();
    const running = new AbortController();
    this.#running.set(id, running);
    const report = this.#reporter(job, start);
    if ((job.data as QueuedJob).isCancelled === true) running.abort();
    try {
      const value = await untilAborted(this.#handingBack.signal, () =>
        this.#perform(job, running.signal),
      );
      const returned = await giveReturn(id, value, store);
      report({ outcome: 'answered' });
      return returned;
    } catch (error) {
      return await this.#fail(job, { token, error, isAborted: running.signal.aborted, report });
    } finally {
      this.#running.delete(id);
    }
  }

  async #perform(job: Job, signal: AbortSignal): Promise<unknown> {
    signal.throwIfAborted();
    const queued = fromExactJson(job.data) as QueuedJob;
    if (Date.now() > queued.expiresAt)
      throw new QueueError(
        'queue-timeout',
        'The job waited so long that nobody expects its result.',
      );
    const onEvent = (event: QueuedEvent) => {
      // Nobody depends on a report that is lost with the connection.
      job.updateProgress(toExactJson(event) as object).catch(() => undefined);
    };
    return await continueTrace(queued.trace, 'job', () =>
      performJob(queued, { ...this.#options, model: this.name, signal, onEvent }),
    );
  }

  async #fail(job: Job, failure: Failure): Promise<unknown> {
    const { token, error, isAborted, report } = failure;
    const { UnrecoverableError, WaitingError } = this.#options.connection.bullmq;
    if (this.#handingBack.signal.aborted) {
      await job.moveToWait(token);
      report({ outcome: 'handed-back' });
      throw new WaitingError();
    }
    if (isAborted) {
      report({ outcome: 'cancelled' });
      return { kind: 'cancelled' };
    }
    const text = encodeFailure(error);
    const triesLeft = (job.opts.attempts ?? 1) - job.attemptsMade - 1;
    const isRetried = mayPass(error) && triesLeft > 0;
    report({ outcome: isRetried ? 'retried' : 'failed', error });
    throw mayPass(error) ? new Error(text) : new UnrecoverableError(text);
  }

  #reporter({ id = '', name, data, timestamp, attemptsMade }: Job, start: number) {
    const { model } = data as QueuedJob;
    return (outcome: Outcome): void => {
      this.#options.onEnd({
        ...{ id, method: name, model: model.name, attempt: attemptsMade + 1 },
        waitSeconds: (start - timestamp) / 1000,
        seconds: (Date.now() - start) / 1000,
        ...outcome,
      });
    };
  }
}

/** Does not wait for work that nobody needs any more. */
async function untilAborted<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  signal.throwIfAborted();
  let leave: () => void = () => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    leave = () => {
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', leave, { once: true });
  });
  try {
    return await Promise.race([work(), aborted]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}

type CancelListener = QueueEventsListener & {
  [CANCEL]: (args: { jobId: string }, id: string) => void;
};

type Outcome =
  | { readonly outcome: 'answered' | 'cancelled' | 'handed-back' }
  | { readonly outcome: 'failed' | 'retried'; readonly error: unknown };

type Failure = {
  readonly token: string | undefined;
  readonly error: unknown;
  readonly isAborted: boolean;
  readonly report: (outcome: Outcome) => void;
};
