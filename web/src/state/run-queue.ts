import { toProblem } from '../api/problem-error.ts';
import type { ClassifyItem, ModelEntry, Problem, Recognition } from '../api/types.ts';
import type { ClassifyRequest, NamedRecording } from '../backend/backend.ts';
import { backend } from '../backend/backend-store.ts';
import { chosenVoice } from '../voices/voices-store.ts';
import { type Comparison, comparisonKey } from './comparison.ts';
import { type JobGroup, nextGroup } from './group-jobs.ts';
import { usePage } from './page-store.ts';
import { waitingJobs } from './pending-jobs.ts';
import { type RunFacts, runFacts } from './run-facts.ts';
import type { Job } from './session-store.ts';

const MEGABYTE = 1_000_000;

/** Files below this size are sent too fast for a progress bar. In bytes. */
const SMALL_BYTES = MEGABYTE;

const STOPPED: Problem = { code: 'stopped', status: 0, title: 'Stopped' };
const TOO_LARGE: Problem = { code: 'upload-too-large', status: 413, title: 'Too large' };

/** A list of recordings that a run works through. */
export type JobQueue = {
  /** All jobs, as they are now; the run takes those that wait. */
  readonly present: () => readonly Job[];
  readonly update: (id: string, change: Partial<Omit<Job, 'id'>>) => void;
  /** Stores a result for later visits, and returns what its job notes about that. Default: nothing. */
  readonly keep?: (result: Recognition, facts: RunFacts) => Promise<Partial<Omit<Job, 'id'>>>;
};

/**
 * A run: its jobs, its model, what its recordings are compared with, what its results have besides their
 * answers, and whether it is stopped.
 */
export type QueueRun = {
  readonly queue: JobQueue;
  readonly model: ModelEntry;
  readonly comparison: Comparison;
  readonly parts: ClassifyRequest['parts'];
  readonly signal: AbortSignal;
};

/**
 * Classifies recordings one after the other, so that progress is real and the server is shared;
 * those of one speaker together, because they are compared with each other. Files that are added
 * during the run belong to it. When it is stopped, those that are left fail as stopped.
 */
export async function runQueue(run: QueueRun): Promise<void> {
  for (let group = next(run); group; group = next(run)) {
    if (run.signal.aborted) setAll(run, group, { status: 'failed', problem: STOPPED });
    else await runGroup(group, run);
  }
}

/** A group whose recordings the server accepts; the others of it fail at once. */
function next({ queue, comparison }: QueueRun): JobGroup | undefined {
  const { maxUploadMb = Infinity } = usePage.getState().settings ?? {};
  for (const { id, recording } of waitingJobs(queue.present()))
    if (recording && recording.size > maxUploadMb * MEGABYTE)
      queue.update(id, { status: 'failed', problem: TOO_LARGE });
  return nextGroup(waitingJobs(queue.present()), comparison);
}

async function runGroup(group: JobGroup, run: QueueRun): Promise<void> {
  const { model, comparison, parts, signal } = run;
  const recordings = group.jobs.flatMap(({ name, recording }) =>
    recording ? [{ name, recording }] : [],
  );
  const baseline = comparison.kind === 'voice' ? chosenVoice()?.baseline : undefined;
  const onSent = reportSending(run, group, recordings);
  try {
    const request = { model: model.id, recordings, parts, baseline, speaker: group.speaker };
    const items = await backend().classify({ ...request, signal, onSent });
    for (const [at, job] of group.jobs.entries()) {
      const item = items[at];
      if (item) await finish(job, item, run);
    }
  } catch (error) {
    setAll(run, group, { status: 'failed', problem: signal.aborted ? STOPPED : toProblem(error) });
  }
}

async function finish({ id }: Job, item: ClassifyItem, run: QueueRun): Promise<void> {
  const { queue, model, comparison } = run;
  if ('error' in item) {
    queue.update(id, { status: 'failed', problem: item.error });
    return;
  }
  const facts = {
    ...runFacts(model, usePage.getState().settings?.version),
    comparison: comparisonKey(comparison),
    ...(comparison.kind === 'voice' && { voice: chosenVoice()?.name }),
  };
  const kept = await queue.keep?.(item, facts);
  queue.update(id, { status: 'finished', result: item, facts, ...kept });
}

function setAll({ queue }: QueueRun, { jobs }: JobGroup, change: Partial<Omit<Job, 'id'>>): void {
  for (const { id } of jobs) queue.update(id, change);
}

/** Reports the stages before the result; a small file is sent at once and has none of its own. */
function reportSending(
  run: QueueRun,
  group: JobGroup,
  files: readonly NamedRecording[],
): (sent: number) => void {
  let isSent = files.reduce((sum, { recording }) => sum + recording.size, 0) < SMALL_BYTES;
  const running = () => {
    setAll(run, group, { status: 'running', sentAt: Date.now() });
  };
  if (isSent) running();
  else setAll(run, group, { status: 'sending', sent: 0 });
  return (sent) => {
    if (isSent) return;
    isSent = sent >= 1;
    if (isSent) running();
    else setAll(run, group, { sent });
  };
}
