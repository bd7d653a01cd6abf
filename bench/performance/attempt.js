import { WorkerFailure } from './worker-process.js';

/** Returns the result of `work`, or `{ failure }` in words if the worker failed. */
export async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    if (error instanceof WorkerFailure) return { failure: error.message };
    throw error;
  }
}
