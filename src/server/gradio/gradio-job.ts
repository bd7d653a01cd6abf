import { randomUUID } from 'node:crypto';
import { isUnexpected, type ProblemData, ServerError, toProblemData } from '../problem/index.js';
import type { ModelProgress } from '../service/index.js';
import type { Endpoint } from './endpoints.js';
import { type GradioContext, perform } from './perform.js';

/** How a job ended. */
export type JobEnd =
  | { readonly kind: 'done'; readonly data: readonly unknown[]; readonly seconds: number }
  | { readonly kind: 'failed'; readonly problem: ProblemData; readonly seconds: number };

/** One call of an endpoint, from the queue to its end. */
export class GradioJob {
  /** `event_id` in the protocol. */
  readonly id = randomUUID().replaceAll('-', '');
  /** Number of requests that were in the queue before this one. */
  readonly rank: number;
  /** Resolves when the computation begins, or when the loading of a model begins. */
  readonly begun: Promise<void>;
  /** Never rejects. */
  readonly ended: Promise<JobEnd>;
  /** Is called with the progress of loading a model. */
  onProgress: (progress: ModelProgress) => void = () => undefined;
  readonly #cancelled = new AbortController();

  /**
   * Enters the queue.
   *
   * @param onUnexpected is called with errors that no code threw on purpose
   * @throws ServerError `queue-full`
   */
  constructor(
    endpoint: Endpoint,
    { data, client }: { readonly data: readonly unknown[]; readonly client: string },
    context: GradioContext,
    onUnexpected: (error: unknown) => void,
  ) {
    context.service.checkQueue(client);
    this.rank = context.service.queued;
    const { signal } = this.#cancelled;
    const onProgress = (progress: ModelProgress) => {
      this.onProgress(progress);
    };
    let onBegin: () => void = () => undefined;
    this.begun = new Promise((resolve) => (onBegin = resolve));
    const start = performance.now();
    const seconds = () => (performance.now() - start) / 1000;
    this.ended = perform({ endpoint, data, client, signal, onProgress, onBegin }, context)
      .then((outputs) => ({ kind: 'done' as const, data: outputs, seconds: seconds() }))
      .catch((error: unknown) => {
        if (isUnexpected(error)) onUnexpected(error);
        return { kind: 'failed' as const, problem: toProblemData(error), seconds: seconds() };
      });
  }

  /** Stops the job. It does nothing after the end. */
  cancel(): void {
    this.#cancelled.abort(new ServerError('request-invalid', 'The call was cancelled.'));
  }
}
