import type { Job, Queue, QueueEvents, QueueEventsProducer } from 'bullmq';
import { setTimeout as sleep } from 'node:timers/promises';
import type { QueueConnection } from './queue-connection.js';
import { QueueError } from './queue-error.js';
import { toExactJson } from './exact-json.js';
import { type JobTimes, PendingJob } from './pending-job.js';
import { CANCEL, cancelsOf, PREFIX, type QueuedEvent, type QueuedJob } from './queue-job.js';

/** How jobs of a queue are tried and kept. */
export type QueueLimits = {
  readonly waitSeconds: number;
  readonly resultSeconds: number;
  readonly failedHours: number;
};

/** How one job is put into a queue and awaited. */
export type AddOptions = {
  readonly times: JobTimes;
  /** Higher numbers are taken later; 0 first. */
  readonly priority: number;
  readonly signal: AbortSignal;
  readonly onEvent: (event: QueuedEvent) => void;
};

/** A job whose failure may pass is tried so often, with pauses of this length and longer. */
const TRIES = { attempts: 3, backoff: { type: 'exponential', delay: 500 } } as const;
/** Failed jobs that are kept in each queue. */
const MOST_FAILED = 1000;
/** Events that Redis keeps for a server that lost its connection. Each may have a result of 64 kB. */
const MOST_EVENTS = 2000;
/** How often the state of pending jobs is read, in case an event was lost, in milliseconds. */
const CHECK_MS = 10_000;

/** The queue of one model as a server sees it: jobs go in, and their ends come out. */
export class ModelQueue {
  readonly #queue: Queue;
  readonly #events: QueueEvents;
  readonly #cancels: QueueEventsProducer;
  readonly #limits: QueueLimits;
  readonly #pending = new Map<string, PendingJob>();
  readonly #closing = new AbortController();

  private constructor(
    { bullmq, redis, patient, onError }: QueueConnection,
    name: string,
    { limits, since }: { readonly limits: QueueLimits; readonly since: string },
  ) {
    const options = { prefix: PREFIX, connection: redis };
    this.#limits = limits;
    this.#queue = new bullmq.Queue(name, {
      ...options,
      streams: { events: { maxLen: MOST_EVENTS } },
      defaultJobOptions: {
        ...TRIES,
        removeOnComplete: { age: limits.resultSeconds },
        removeOnFail: { age: limits.failedHours * 3600, count: MOST_FAILED },
      },
    });
    this.#cancels = new bullmq.QueueEventsProducer(cancelsOf(name), options);
    const reading = { prefix: PREFIX, connection: patient, lastEventId: since };
    this.#events = new bullmq.QueueEvents(name, reading);
    this.#queue.on('error', onError);
    this.#cancels.on('error', onError);
    this.#events.on('error', onError);
    this.#listen();
    void this.#watch();
  }

  /** Opens a queue; the ends of all jobs that are added from now on are received. */
  static async open(
    connection: QueueConnection,
    name: string,
    limits: QueueLimits,
  ): Promise<ModelQueue> {
    // Ids of events begin with the time of Redis. Without one, BullMQ would miss what happens before
    // its first request for events arrives.
    const [seconds] = await connection.redis.time();
    const since = `${Number(seconds) * 1000 - 1}-0`;
    const queue = new ModelQueue(connection, name, { limits, since });
    await queue.#events.waitUntilReady();
    return queue;
  }

  /** Number of jobs in each state. */
  async counts(): Promise<Record<string, number>> {
    return await this.#queue.getJobCounts('waiting', 'prioritized', 'active', 'delayed', 'failed');
  }

  /** Number of workers that take jobs of this queue. */
  async workers(): Promise<number> {
    return await this.#queue.getWorkersCount();
  }

  /**
   * Puts a job into the queue and waits for its end. A job of the same id is not added again.
   *
   * @throws JobFailure with what the worker threw; QueueError; the signal's reason
   */
  async run(id: string, job: QueuedJob, options: AddOptions): Promise<unknown> {
    const { times, priority, signal, onEvent } = options;
    signal.throwIfAborted();
    const pending = new PendingJob(times, onEvent);
    this.#pending.set(id, pending);
    const cancel = () => {
      pending.fail(signal.reason);
    };
    signal.addEventListener('abort', cancel, { once: true });
    try {
      await this.#add(id, job, priority);
      return await pending.ended;
    } catch (error) {
      if (!(error instanceof JobFailure)) await this.#cancel(id);
      throw error;
    } finally {
      signal.removeEventListener('abort', cancel);
      this.#pending.delete(id);
    }
  }

  /** Removes results and failed jobs that are too old; BullMQ does so by itself only with the next job. */
  async clean(): Promise<void> {
    const { resultSeconds, failedHours } = this.#limits;
    await this.#queue.clean(resultSeconds * 1000, MOST_FAILED, 'completed');
    await this.#queue.clean(failedHours * 3_600_000, MOST_FAILED, 'failed');
  }

  async close(): Promise<void> {
    this.#closing.abort();
    for (const pending of this.#pending.values())
      pending.fail(new QueueError('queue-lost', 'The server no longer waits for this recording.'));
    await Promise.allSettled([this.#events.close(), this.#cancels.close(), this.#queue.close()]);
  }

  async #add(id: string, job: QueuedJob, priority: number): Promise<void> {
    const options = { jobId: id, ...(priority > 0 && { priority }) };
    await this.#queue.add(job.call.method, toExactJson(job), options).catch((cause: unknown) => {
      const message = 'Redis does not answer. The recording was not computed; send it again later.';
      throw new QueueError('queue-unavailable', message, { cause });
    });
  }

  /** Removes a job that waits, or asks the worker that has it to stop. */
  async #cancel(id: string): Promise<void> {
    const removed = await this.#queue.remove(id).catch(() => 0);
    if (removed === 1) return;
    const job = (await this.#queue.getJob(id).catch(() => undefined)) as Job | undefined;
    await job?.updateData({ ...job.data, isCancelled: true }).catch(() => undefined);
    await this.#cancels.publishEvent({ eventName: CANCEL, jobId: id }).catch(() => undefined);
  }

  #listen(): void {
    const find = (jobId: string) => this.#pending.get(jobId);
    this.#events.on('active', ({ jobId }) => find(jobId)?.runs());
    this.#events.on('waiting', ({ jobId }) => find(jobId)?.waits());
    this.#events.on('delayed', ({ jobId }) => find(jobId)?.waits());
    this.#events.on('progress', ({ jobId, data }) => find(jobId)?.onEvent(data as QueuedEvent));
    this.#events.on('completed', ({ jobId, returnvalue }) => find(jobId)?.finish(returnvalue));
    this.#events.on('failed', ({ jobId, failedReason }) =>
      find(jobId)?.fail(new JobFailure(failedReason)),
    );
  }

  async #watch(): Promise<void> {
    const { signal } = this.#closing;
    for (;;) {
      await sleep(CHECK_MS, undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted) return;
      const ids = [...this.#pending.keys()];
      // If Redis is away, the next round finds what has ended.
      await Promise.all(ids.map((id) => this.#check(id))).catch(() => undefined);
    }
  }

  async #check(id: string): Promise<void> {
    const job = (await this.#queue.getJob(id)) as Job | undefined;
    const pending = this.#pending.get(id);
    if (!job || !pending || job.finishedOn === undefined) return;
    if (job.failedReason) pending.fail(new JobFailure(job.failedReason));
    else pending.finish(job.returnvalue);
  }
}

/** A job has failed for good; the message is what the worker threw, as text. */
export class JobFailure extends Error {}
