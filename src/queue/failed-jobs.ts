import { readFailure } from './encode-failure.js';
import { findQueues } from './find-queues.js';
import type { QueueConnection } from './queue-connection.js';
import { PREFIX, type QueuedJob } from './queue-job.js';

/** A job that failed for good, and why. */
export type FailedJob = {
  readonly id: string;
  readonly method: string;
  readonly model: string;
  readonly code: string;
  readonly message: string;
  readonly attempts: number;
  /** In milliseconds since 1970. */
  readonly failedAt: number;
};

/** Jobs that are listed of each queue. */
const MOST_LISTED = 1000;

/** The jobs that failed for good, the newest first. */
export async function listFailedJobs(connection: QueueConnection): Promise<FailedJob[]> {
  const found: FailedJob[] = [];
  for (const name of await findQueues(connection))
    found.push(...(await failedOf(connection, name)));
  return found.sort((a, b) => b.failedAt - a.failedAt);
}

async function failedOf({ bullmq, redis }: QueueConnection, name: string): Promise<FailedJob[]> {
  const queue = new bullmq.Queue(name, { prefix: PREFIX, connection: redis });
  try {
    const jobs = await queue.getFailed(0, MOST_LISTED - 1);
    return jobs.map((job) => {
      const { code = 'internal-error', message } = readFailure(job.failedReason);
      const { model } = job.data as QueuedJob;
      return {
        ...{ id: job.id ?? '', method: job.name, model: model.name, code, message },
        attempts: job.attemptsMade,
        failedAt: job.finishedOn ?? 0,
      };
    });
  } finally {
    await queue.close();
  }
}
