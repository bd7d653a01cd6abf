import { setTimeout as sleep } from 'node:timers/promises';
import { Gate, type ProcessWorker, WorkerError } from '../../workers/index.js';
import { ServerError } from '../problem/index.js';
import { JobClock } from './job-clock.js';
import { processMemory } from './process-memory.js';

/** How much one recording may cost. */
export type JobLimits = {
  readonly seconds: number;
  /** More than the process and its children held before. */
  readonly memoryBytes: number;
};

/** What ends a job, and what holds it back. */
export type JobControl = {
  readonly signal: AbortSignal;
  /** The time while it is held does not count. Default: the job never waits. */
  readonly gate?: Gate | undefined;
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
  { signal, gate = new Gate() }: JobControl,
  job: () => Promise<T>,
): Promise<T> {
  // Measured before the job begins, so that the memory of the job counts from its first byte.
  const before = await heldMemory(worker);
  const over = new AbortController();
  const clock = new JobClock(limits.seconds * 1000, gate, () => {
    worker.kill(tooSlow(limits.seconds));
  });
  let grace: NodeJS.Timeout | undefined;
  const onClientGone = () => {
    grace = setTimeout(() => {
      worker.kill(tooSlow(CANCEL_GRACE_MS / 1000));
    }, CANCEL_GRACE_MS);
  };
  signal.addEventListener('abort', onClientGone, { once: true });
  const watch = watchMemory(worker, before, limits.memoryBytes, { gate, over: over.signal });
  try {
    return await job();
  } finally {
    clock.stop();
    clearTimeout(grace);
    signal.removeEventListener('abort', onClientGone);
    over.abort();
    await watch;
  }
}

async function heldMemory({ pid }: ProcessWorker): Promise<number | undefined> {
  return pid === undefined ? undefined : await processMemory(pid);
}

/**
 * What the process gains while the job is held is another job's. If both together need more than one may
 * have, the process is killed and both are computed again, one after the other.
 */
async function watchMemory(
  worker: ProcessWorker,
  before: number | undefined,
  maxBytes: number,
  { gate, over }: { readonly gate: Gate; readonly over: AbortSignal },
): Promise<void> {
  if (before === undefined) return;
  let base = before;
  let whenHeld: number | undefined;
  const isRunning = async () => {
    await sleep(MEASURE_MS, undefined, { signal: over }).catch(() => undefined);
    return !over.aborted;
  };
  while (await isRunning()) {
    const now = await heldMemory(worker);
    if (now === undefined) continue;
    if (gate.state === 'held') whenHeld ??= now;
    else if (whenHeld !== undefined) {
      base += now - whenHeld;
      whenHeld = undefined;
    }
    if (now - base > maxBytes) worker.kill(whenHeld === undefined ? tooLarge(maxBytes) : noRoom());
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

function noRoom(): WorkerError {
  return new WorkerError(
    'worker-ended-while-held',
    'Several recordings together needed too much memory. Send them one after the other.',
  );
}
