import { randomUUID } from 'node:crypto';
import { describeFailure, type Failure, isUnexpected } from '../problem-data.js';
import { ServerError } from '../server-error.js';
import type { Endpoint } from './endpoints.js';
import { type GradioContext, perform, type Progress } from './perform.js';

/** How a job is. */
export type JobState =
  | { readonly kind: 'waiting'; readonly rank: number }
  | { readonly kind: 'done'; readonly data: readonly unknown[]; readonly seconds: number }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly seconds: number };

/** One call of an endpoint. */
export class GradioJob {
  /** `event_id` on the wire. */
  readonly id = randomUUID().replaceAll('-', '');
  /** Its end, which never rejects. */
  readonly ended: Promise<Exclude<JobState, { kind: 'waiting' }>>;
  /** Calls that were in the queue when this one came. */
  readonly rank: number;
  /** Resolves when its turn comes; loading a model waits for nobody. */
  readonly begun: Promise<void>;
  /** Called with how the loading of a model goes. */
  onProgress: (progress: Progress) => void = () => undefined;
  readonly #cancelled = new AbortController();

  /**
   * Takes a place in the queue and begins.
   *
   * @param onUnexpected for errors that nobody threw on purpose
   * @throws ServerError `queue-full`
   */
  constructor(
    endpoint: Endpoint,
    data: readonly unknown[],
    context: GradioContext,
    onUnexpected: (error: unknown) => void,
  ) {
    const { queue } = context.service;
    const { signal } = this.#cancelled;
    this.rank = queue.size;
    const ticket = queue.enter(signal);
    this.begun = endpoint.action === 'load' ? Promise.resolve() : ticket.begun;
    const onProgress = (progress: Progress) => {
      this.onProgress(progress);
    };
    const start = performance.now();
    const seconds = () => (performance.now() - start) / 1000;
    this.ended = perform({ endpoint, data, ticket, signal, onProgress }, context)
      .then((outputs) => ({ kind: 'done' as const, data: outputs, seconds: seconds() }))
      .catch((error: unknown) => {
        if (isUnexpected(error)) onUnexpected(error);
        return { kind: 'failed' as const, failure: describeFailure(error), seconds: seconds() };
      })
      .finally(() => {
        ticket.leave();
      });
  }

  /** Stops it where it has not ended. */
  cancel(): void {
    this.#cancelled.abort(new ServerError('request-invalid', 'The call was cancelled.'));
  }
}
