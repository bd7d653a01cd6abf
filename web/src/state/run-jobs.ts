import type { ModelEntry } from '../api/types.ts';
import { backend } from '../backend/backend-store.ts';
import { remember } from '../history/history-store.ts';
import { effectiveComparison } from '../voices/effective-comparison.ts';
import { comparisonKey } from './comparison.ts';
import { isPending } from './pending-jobs.ts';
import { type JobQueue, runQueue } from './run-queue.ts';
import { presentJobs, resetJobs, setRunning, updateJob } from './session-store.ts';

/** What the result of a recording draws: the waveform, as wide as it can be, and the emotion along it. */
const DRAWN = { timeline: true, peaks: 800, embedding: false };

let running: AbortController | undefined;

/** Which recordings a run computes: those without a result, or all of them once more. */
export type RunScope = 'pending' | 'all';

/** The recordings of the session, whose results the history keeps. */
const queue: JobQueue = {
  present: presentJobs,
  update: updateJob,
  keep: async (result, facts) => {
    const historyId = await remember(result, facts);
    return historyId === undefined ? {} : { historyId };
  },
};

/** Classifies the recordings of the session; files that are added during the run belong to it. */
export async function runJobs(model: ModelEntry, scope: RunScope): Promise<void> {
  if (running) return;
  const controller = new AbortController();
  const comparison = effectiveComparison(model);
  running = controller;
  setRunning(true);
  const key = comparisonKey(comparison);
  const chosen = presentJobs().filter((job) => scope === 'all' || isPending(job, model.id, key));
  resetJobs(new Set(chosen.filter(({ recording }) => recording).map(({ id }) => id)));
  await runQueue({ queue, model, comparison, parts: DRAWN, signal: controller.signal });
  running = undefined;
  setRunning(false);
}

/** Stops the run; recordings without a result are marked as stopped. */
export function stopJobs(): void {
  running?.abort();
}

/** The number of requests that the backend holds besides this page's own; 0 if it is not known. */
export async function countOthers(signal: AbortSignal): Promise<number> {
  const held = await backend()
    .countRequests(signal)
    .catch(() => 1);
  return Math.max(0, held - 1);
}
