import { WorkerFailure } from './worker-process.js';

/** What `work` gives, or `{ failure }` in words where the worker has failed. */
export async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    if (error instanceof WorkerFailure) return { failure: error.message };
    throw error;
  }
}
