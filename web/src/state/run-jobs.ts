import { classify } from '../api/client.ts';
import { toProblem } from '../api/problem-error.ts';
import { remember } from '../history/history-store.ts';
import { type Job, presentJobs, resetJobs, setRunning, updateJob } from './session-store.ts';

let running: AbortController | undefined;

/** Has every recording judged, one after the other, so that progress is real and the server is shared. */
export async function runJobs(model: string): Promise<void> {
  const controller = new AbortController();
  running = controller;
  setRunning(true);
  const jobs = presentJobs();
  // An answer of before is not shown while a new one is computed.
  resetJobs();
  for (const job of jobs) {
    if (controller.signal.aborted) updateJob(job.id, { status: 'failed', problem: STOPPED });
    else await runJob(job, model, controller.signal);
  }
  setRunning(false);
}

/** Stops judging; recordings without a result say so. */
export function stopJobs(): void {
  running?.abort();
}

const STOPPED = { code: 'stopped', status: 0, title: 'Stopped' };

async function runJob(job: Job, model: string, signal: AbortSignal): Promise<void> {
  updateJob(job.id, { status: 'running' });
  try {
    const result = await classify({ model, name: job.name, recording: job.recording, signal });
    updateJob(job.id, { status: 'finished', result });
    await remember(result);
  } catch (error) {
    const problem = signal.aborted ? STOPPED : toProblem(error);
    updateJob(job.id, { status: 'failed', problem });
  }
}
