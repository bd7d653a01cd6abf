import type { ModelEntry } from '../api/types.ts';
import { isPending } from '../state/pending-jobs.ts';
import { runQueue } from '../state/run-queue.ts';
import { checkLabels } from './check-labels.ts';
import { beginRun, endRun, plannedJobs, updateClip, useEvaluation } from './evaluation-store.ts';
import { matchClips } from './match-clips.ts';

/** What the figures and the map need besides the answers. */
const PARTS = { timeline: false, peaks: 0, embedding: true };

let running: AbortController | undefined;

/**
 * Classifies the labelled recordings that have no result of the model yet, each alone: the folders of an
 * evaluation are emotions more often than speakers.
 */
export async function runEvaluation(model: ModelEntry): Promise<void> {
  if (running) return;
  const controller = new AbortController();
  running = controller;
  beginRun(pendingIds(model));
  const queue = { present: plannedJobs, update: updateClip };
  const { signal } = controller;
  await runQueue({ queue, model, comparison: { kind: 'none' }, parts: PARTS, signal });
  running = undefined;
  endRun();
}

/** Stops the run; what has been classified stays. */
export function stopEvaluation(): void {
  running?.abort();
}

/** The labelled recordings without a result of the model; a recording without a label is not sent. */
function pendingIds(model: ModelEntry): ReadonlySet<string> {
  const { jobs, tables } = useEvaluation.getState();
  const matched = matchClips(
    jobs.map(({ name }) => name),
    tables,
  );
  const { clips } = checkLabels(matched, model.manifest?.labels ?? []);
  const names = new Set(clips.map(({ file }) => file));
  const pending = jobs.filter((job) => names.has(job.name) && isPending(job, model.id));
  return new Set(pending.map(({ id }) => id));
}
