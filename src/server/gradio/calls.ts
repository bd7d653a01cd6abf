import { ServerError } from '../problem/index.js';
import type { GradioJob } from './gradio-job.js';

/** A call is cancelled if no client fetches its result within this time, in milliseconds. */
const KEPT_MS = 5 * 60 * 1000;

/** The calls of the two-step interface: one request starts a call, the next fetches the result. */
export class Calls {
  readonly #calls = new Map<string, { readonly job: GradioJob; readonly timer: NodeJS.Timeout }>();

  add(job: GradioJob): void {
    const timer = setTimeout(() => {
      this.#calls.delete(job.id);
      job.cancel();
    }, KEPT_MS);
    timer.unref();
    this.#calls.set(job.id, { job, timer });
  }

  /**
   * Removes and returns a call.
   *
   * @throws ServerError `not-found`
   */
  take(id: string): GradioJob {
    const call = this.#calls.get(id);
    if (!call)
      throw new ServerError(
        'not-found',
        'There is no such call, or its result was fetched before.',
      );
    clearTimeout(call.timer);
    this.#calls.delete(id);
    return call.job;
  }
}
