import { setTimeout as sleep } from 'node:timers/promises';
import type { ProcessWorker } from '../../workers/index.js';
import { ServerError } from '../problem/index.js';
import { residentMemory } from './resident-memory.js';

/** How much one recording may cost. */
export type JobLimits = {
  readonly seconds: number;
  /** More than the process held before. */
  readonly memoryBytes: number;
};

/** How often the memory is measured, in milliseconds. */
const MEASURE_MS = 200;
/** After its client has disconnected, a job may take this long to stop. In milliseconds. */
const CANCEL_GRACE_MS = 15_000;

/**
 * Runs a job under limits. If it exceeds the time or the memory, the process is killed and the job
 * fails with the reason, without any cooperation of the process.
 */
export async function withJobLimits<T>(
  worker: ProcessWorker,
  limits: JobLimits,
  signal: AbortSignal,
  job: () => Promise<T>,
): Promise<T> {
  // Measured before the job begins, so that the memory of the job counts from its first byte.
  const before = await heldMemory(worker);
  const over = new AbortController();
  const clock = setTimeout(() => {
    worker.kill(tooSlow(limits.seconds));
  }, limits.seconds * 1000);
  let grace: NodeJS.Timeout | undefined;
  const onClientGone = () => {
    grace = setTimeout(() => {
      worker.kill(tooSlow(CANCEL_GRACE_MS / 1000));
    }, CANCEL_GRACE_MS);
  };
  signal.addEventListener('abort', onClientGone, { once: true });
  const watch = watchMemory(worker, before, limits.memoryBytes, over.signal);
  try {
    return await job();
  } finally {
    clearTimeout(clock);
    clearTimeout(grace);
    signal.removeEventListener('abort', onClientGone);
    over.abort();
    await watch;
  }
}

async function heldMemory({ pid }: ProcessWorker): Promise<number | undefined> {
  return pid === undefined ? undefined : await residentMemory(pid);
}

async function watchMemory(
  worker: ProcessWorker,
  before: number | undefined,
  maxBytes: number,
  over: AbortSignal,
): Promise<void> {
  if (before === undefined) return;
  const isRunning = async () => {
    await sleep(MEASURE_MS, undefined, { signal: over }).catch(() => undefined);
    return !over.aborted;
  };
  while (await isRunning()) {
    const now = await heldMemory(worker);
    if (now !== undefined && now - before > maxBytes) worker.kill(tooLarge(maxBytes));
  }
}

function tooSlow(seconds: number): ServerError {
  return new ServerError(
    'job-timeout',
    `The recording was not computed within ${seconds} s, so the job was stopped. Cut it into parts.`,
  );
}

function tooLarge(bytes: number): ServerError {
  return new ServerError(
    'job-out-of-memory',
    `The recording needed more than ${Math.round(bytes / 1e6)} MB of memory, so the job was stopped. Cut it into parts.`,
  );
}
