import { setTimeout as sleep } from 'node:timers/promises';
import { ServerError } from '../problem/index.js';
import type { EngineProcess } from './engine-process.js';
import { residentMemory } from './resident-memory.js';

/** How much one recording may cost. */
export type JobLimits = {
  readonly seconds: number;
  /** Above what the process held before. */
  readonly memoryBytes: number;
};

/** How often the memory is looked at, in milliseconds. */
const LOOK_MS = 200;
/** A job whose client is gone has this long to notice it. In milliseconds. */
const CANCEL_GRACE_MS = 15_000;

/**
 * Works under limits: past the time or the memory the process is ended, and the work fails with
 * the reason. No cooperation of the process is needed.
 */
export async function underLimits<T>(
  engine: EngineProcess,
  limits: JobLimits,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  const over = new AbortController();
  const clock = setTimeout(() => {
    engine.kill(tooSlow(limits.seconds));
  }, limits.seconds * 1000);
  let grace: NodeJS.Timeout | undefined;
  const onGone = () => {
    grace = setTimeout(() => {
      engine.kill(tooSlow(CANCEL_GRACE_MS / 1000));
    }, CANCEL_GRACE_MS);
  };
  signal.addEventListener('abort', onGone, { once: true });
  const watch = watchMemory(engine, limits.memoryBytes, over.signal);
  try {
    return await work();
  } finally {
    clearTimeout(clock);
    clearTimeout(grace);
    signal.removeEventListener('abort', onGone);
    over.abort();
    await watch;
  }
}

async function watchMemory(engine: EngineProcess, most: number, over: AbortSignal): Promise<void> {
  if (engine.pid === undefined) return;
  const before = await residentMemory(engine.pid);
  if (before === undefined) return;
  const isOn = async () => {
    await sleep(LOOK_MS, undefined, { signal: over }).catch(() => undefined);
    return !over.aborted;
  };
  while (await isOn()) {
    const now = await residentMemory(engine.pid);
    if (now !== undefined && now - before > most) engine.kill(tooLarge(most));
  }
}

function tooSlow(seconds: number): ServerError {
  return new ServerError(
    'job-timeout',
    `The recording was not computed within ${seconds} s, and the work was stopped. Cut it into parts.`,
  );
}

function tooLarge(bytes: number): ServerError {
  return new ServerError(
    'job-out-of-memory',
    `The recording needed more than ${Math.round(bytes / 1e6)} MB of memory, and the work was stopped. Cut it into parts.`,
  );
}
