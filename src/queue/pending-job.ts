import { QueueError } from './queue-error.js';
import type { QueuedEvent } from './queue-job.js';

/** How long a job may take, in seconds. */
export type JobTimes = {
  /** Until a worker has it. */
  readonly wait: number;
  /** From then to its end. */
  readonly run: number;
};

/** A job whose end is awaited. It settles once, by the first of what says how it ended. */
export class PendingJob {
  /** Settles with the return value of the job, or its failure. */
  readonly ended: Promise<unknown>;
  readonly onEvent: (event: QueuedEvent) => void;
  readonly #times: JobTimes;
  #resolve: (value: unknown) => void = () => undefined;
  #reject: (reason: unknown) => void = () => undefined;
  #timer: NodeJS.Timeout | undefined;
  #isSettled = false;

  constructor(times: JobTimes, onEvent: (event: QueuedEvent) => void) {
    this.#times = times;
    this.onEvent = onEvent;
    this.ended = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    // The one who awaits it may still be sending the job.
    this.ended.catch(() => undefined);
    this.waits();
  }

  /** The job waits for a worker, or for its next try. */
  waits(): void {
    const { wait } = this.#times;
    this.#expectWithin(wait, `No worker took the recording within ${wait} s. Start more workers.`);
  }

  /** A worker has the job. */
  runs(): void {
    const { run } = this.#times;
    this.#expectWithin(run, `The worker did not answer within ${run} s. Send the recording again.`);
    this.onEvent({ kind: 'begun' });
  }

  finish(value: unknown): void {
    this.#settle();
    this.#resolve(value);
  }

  fail(reason: unknown): void {
    this.#settle();
    this.#reject(reason);
  }

  #settle(): void {
    this.#isSettled = true;
    clearTimeout(this.#timer);
  }

  /** A job that is being cancelled may still report that it waits or runs; nobody waits for it any more. */
  #expectWithin(seconds: number, message: string): void {
    if (this.#isSettled) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.fail(new QueueError('queue-timeout', message));
    }, seconds * 1000);
  }
}
