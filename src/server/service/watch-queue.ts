import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { ObjectStore } from '../../object-store/index.js';
import type { QueueWorker } from '../../queue/index.js';
import type { Metrics } from './metrics.js';

/** Old results and recordings are removed at least so often, in seconds. */
const CLEAN_SECONDS = 60;

/** Adds what the queue says about itself each time the metrics are read. */
export function addQueueMetrics(worker: QueueWorker, metrics: Metrics): void {
  metrics.addGauges('wav2emo_queue_jobs', 'Jobs of the queue by model and state', async () => {
    const lists = [...worker.queues].map(async ([model, queue]) =>
      Object.entries(await queue.counts()).map(([state, value]) => ({
        labels: { model, state },
        value,
      })),
    );
    return (await Promise.all(lists)).flat();
  });
  metrics.addGauges('wav2emo_queue_workers', 'Workers that take jobs of a model', async () => {
    const lists = [...worker.queues].map(async ([model, queue]) => ({
      labels: { model },
      value: await queue.workers(),
    }));
    return await Promise.all(lists);
  });
}

/** What {@link keepClean} removes. */
export type CleanOptions = {
  readonly store: ObjectStore;
  readonly log: Logger;
  /** Recordings that are older belong to servers that crashed. */
  readonly olderThanSeconds: number;
  /** How long Redis keeps a result. */
  readonly resultSeconds: number;
};

/** Removes old results and the recordings of servers that crashed, until the worker is disposed. */
export async function keepClean(
  worker: Pick<QueueWorker, 'queues' | 'closing'>,
  { store, log, olderThanSeconds, resultSeconds }: CleanOptions,
): Promise<void> {
  const { closing } = worker;
  const pauseMs = 1000 * Math.min(CLEAN_SECONDS, resultSeconds);
  while (!closing.aborted) {
    try {
      const swept = await store.sweep(olderThanSeconds);
      if (swept > 0) log.warn({ swept }, 'recordings of a server that crashed were deleted');
      // Models are opened and closed later, so the queues are read each time.
      for (const queue of worker.queues.values()) await queue.clean();
    } catch (error) {
      log.warn({ err: error }, 'old results could not be removed; it is tried again');
    }
    await sleep(pauseMs, undefined, { signal: closing, ref: false }).catch(() => undefined);
  }
}
