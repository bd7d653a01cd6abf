import { classify, countRequests, type NamedRecording } from '../api/client.ts';
import { toProblem } from '../api/problem-error.ts';
import type { ClassifyItem, ModelEntry, Problem } from '../api/types.ts';
import { remember } from '../history/history-store.ts';
import { effectiveComparison } from '../voices/effective-comparison.ts';
import { chosenVoice } from '../voices/voices-store.ts';
import { type Comparison, comparisonKey } from './comparison.ts';
import { type JobGroup, nextGroup } from './group-jobs.ts';
import { usePage } from './page-store.ts';
import { isPending, waitingJobs } from './pending-jobs.ts';
import { runFacts } from './run-facts.ts';
import { type Job, presentJobs, resetJobs, setRunning, updateJob } from './session-store.ts';

const MEGABYTE = 1_000_000;

/** Files below this size are sent too fast for a progress bar. In bytes. */
const SMALL_BYTES = MEGABYTE;

let running: AbortController | undefined;

/** Which recordings a run computes: those without a result, or all of them once more. */
export type RunScope = 'pending' | 'all';

/**
 * Classifies recordings one after the other, so that progress is real and the server is shared;
 * those of one speaker together, because they are compared with each other. Files that are added
 * during the run belong to it.
 */
export async function runJobs(model: ModelEntry, scope: RunScope): Promise<void> {
  if (running) return;
  const controller = new AbortController();
  const { signal } = controller;
  const run = { model, comparison: effectiveComparison(model), signal };
  running = controller;
  setRunning(true);
  const key = comparisonKey(run.comparison);
  const chosen = presentJobs().filter((job) => scope === 'all' || isPending(job, model.id, key));
  resetJobs(new Set(chosen.filter(({ recording }) => recording).map(({ id }) => id)));
  for (let group = next(run); group; group = next(run)) {
    if (signal.aborted) setAll(group, { status: 'failed', problem: STOPPED });
    else await runGroup(group, run);
  }
  running = undefined;
  setRunning(false);
}

/** Stops the run; recordings without a result are marked as stopped. */
export function stopJobs(): void {
  running?.abort();
}

const STOPPED: Problem = { code: 'stopped', status: 0, title: 'Stopped' };
const TOO_LARGE: Problem = { code: 'upload-too-large', status: 413, title: 'Too large' };

/** A run: its model, what its recordings are compared with, and whether it is stopped. */
type Run = {
  readonly model: ModelEntry;
  readonly comparison: Comparison;
  readonly signal: AbortSignal;
};

/** A group whose recordings the server accepts; the others of it fail at once. */
function next({ comparison }: Run): JobGroup | undefined {
  const { maxUploadMb = Infinity } = usePage.getState().settings ?? {};
  for (const { id, recording } of waitingJobs(presentJobs()))
    if (recording && recording.size > maxUploadMb * MEGABYTE)
      updateJob(id, { status: 'failed', problem: TOO_LARGE });
  return nextGroup(waitingJobs(presentJobs()), comparison);
}

async function runGroup(group: JobGroup, { model, comparison, signal }: Run): Promise<void> {
  const recordings = group.jobs.flatMap(({ name, recording }) =>
    recording ? [{ name, recording }] : [],
  );
  const baseline = comparison.kind === 'voice' ? chosenVoice()?.baseline : undefined;
  const onSent = reportSending(group, recordings);
  try {
    const request = { model: model.id, recordings, baseline, speaker: group.speaker };
    const items = await classify({ ...request, signal, onSent });
    for (const [at, job] of group.jobs.entries()) {
      const item = items[at];
      if (item) await finish(job, item, { model, comparison, signal });
    }
  } catch (error) {
    setAll(group, { status: 'failed', problem: signal.aborted ? STOPPED : toProblem(error) });
  }
}

async function finish({ id }: Job, item: ClassifyItem, { model, comparison }: Run): Promise<void> {
  if ('error' in item) {
    updateJob(id, { status: 'failed', problem: item.error });
    return;
  }
  const facts = {
    ...runFacts(model, usePage.getState().settings?.version),
    comparison: comparisonKey(comparison),
    ...(comparison.kind === 'voice' && { voice: chosenVoice()?.name }),
  };
  const historyId = await remember(item, facts);
  updateJob(id, {
    ...{ status: 'finished', result: item, facts },
    ...(historyId !== undefined && { historyId }),
  });
}

function setAll({ jobs }: JobGroup, change: Partial<Omit<Job, 'id'>>): void {
  for (const { id } of jobs) updateJob(id, change);
}

/** Reports the stages before the result; a small file is sent at once and has none of its own. */
function reportSending(group: JobGroup, files: readonly NamedRecording[]): (sent: number) => void {
  let isSent = files.reduce((sum, { recording }) => sum + recording.size, 0) < SMALL_BYTES;
  const running = () => {
    setAll(group, { status: 'running', sentAt: Date.now() });
  };
  if (isSent) running();
  else setAll(group, { status: 'sending', sent: 0 });
  return (sent) => {
    if (isSent) return;
    isSent = sent >= 1;
    if (isSent) running();
    else setAll(group, { sent });
  };
}

/** The number of requests that the server holds besides this page's own; 0 if it is not known. */
export async function countOthers(signal: AbortSignal): Promise<number> {
  const held = await countRequests(signal).catch(() => 1);
  return Math.max(0, held - 1);
}
