import { classify, countRequests } from '../api/client.ts';
import { toProblem } from '../api/problem-error.ts';
import type { ModelEntry, Problem } from '../api/types.ts';
import { remember } from '../history/history-store.ts';
import { usePage } from './page-store.ts';
import { isPending, nextJob } from './pending-jobs.ts';
import { runFacts } from './run-facts.ts';
import { type Job, presentJobs, resetJobs, setRunning, updateJob } from './session-store.ts';

const MEGABYTE = 1_000_000;

/** Files below this size are sent too fast for a progress bar. In bytes. */
const SMALL_BYTES = MEGABYTE;

let running: AbortController | undefined;

/** Which recordings a run computes: those without a result, or all of them once more. */
export type RunScope = 'pending' | 'all';

/**
 * Classifies recordings one after the other, so that progress is real and the server is shared.
 * Files that are added during the run belong to it.
 */
export async function runJobs(model: ModelEntry, scope: RunScope): Promise<void> {
  if (running) return;
  const controller = new AbortController();
  running = controller;
  setRunning(true);
  const chosen = presentJobs().filter((job) => scope === 'all' || isPending(job, model.id));
  resetJobs(new Set(chosen.filter(({ recording }) => recording).map(({ id }) => id)));
  for (let job = nextJob(presentJobs()); job; job = nextJob(presentJobs())) {
    if (controller.signal.aborted) updateJob(job.id, { status: 'failed', problem: STOPPED });
    else await runJob(job, model, controller.signal);
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

async function runJob(job: Job, model: ModelEntry, signal: AbortSignal): Promise<void> {
  const { id, name, recording } = job;
  const { maxUploadMb = Infinity, version } = usePage.getState().settings ?? {};
  if (!recording) return;
  if (recording.size > maxUploadMb * MEGABYTE) {
    updateJob(id, { status: 'failed', problem: TOO_LARGE });
    return;
  }
  const onSent = reportSending(job.id, recording.size);
  try {
    const result = await classify({ model: model.id, name, recording, signal, onSent });
    const facts = runFacts(model, version);
    const historyId = await remember(result, facts);
    updateJob(id, {
      ...{ status: 'finished', result, facts },
      ...(historyId !== undefined && { historyId }),
    });
  } catch (error) {
    const problem = signal.aborted ? STOPPED : toProblem(error);
    updateJob(id, { status: 'failed', problem });
  }
}

/** Reports the stages before the result; a small file is sent at once and has none of its own. */
function reportSending(id: string, bytes: number): (sent: number) => void {
  let isSent = bytes < SMALL_BYTES;
  const running = () => {
    updateJob(id, { status: 'running', sentAt: Date.now() });
  };
  if (isSent) running();
  else updateJob(id, { status: 'sending', sent: 0 });
  return (sent) => {
    if (isSent) return;
    isSent = sent >= 1;
    if (isSent) running();
    else updateJob(id, { sent });
  };
}

/** The number of requests that the server holds besides this page's own; 0 if it is not known. */
export async function countOthers(signal: AbortSignal): Promise<number> {
  const held = await countRequests(signal).catch(() => 1);
  return Math.max(0, held - 1);
}
