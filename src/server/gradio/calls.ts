import { ServerError } from '../server-error.js';
import type { GradioJob } from './gradio-job.js';

/** The result of a call that nobody fetches is kept for this time. In milliseconds. */
const KEPT_MS = 5 * 60 * 1000;

/** Calls of curl's two steps: begun by one request, fetched by the next. */
export class Calls {
  readonly #calls = new Map<string, { readonly job: GradioJob; readonly timer: NodeJS.Timeout }>();

  /** Keeps a call until it is fetched. */
  add(job: GradioJob): void {
    const timer = setTimeout(() => {
      this.#calls.delete(job.id);
      job.cancel();
    }, KEPT_MS);
    timer.unref();
    this.#calls.set(job.id, { job, timer });
  }

  /**
   * Takes a call out.
   *
   * @throws ServerError `not-found`
   */
  take(id: string): GradioJob {
    const call = this.#calls.get(id);
    if (!call)
      throw new ServerError('not-found', 'There is no such call, or it was fetched already.');
    clearTimeout(call.timer);
    this.#calls.delete(id);
    return call.job;
  }
}
