import type { Job, Queue } from 'bullmq';
import { fromExactJson } from './exact-json.js';
import type { QueueConnection } from './queue-connection.js';
import { PREFIX, type QueuedJob, type QueuedModel } from './queue-job.js';

const META = /^[^:]+:(.+):meta$/;

/** The names of all queues. BullMQ keeps a key for each, but no list. */
export async function findQueues({ redis }: QueueConnection): Promise<string[]> {
  const names = new Set<string>();
  const scan = redis.scanStream({ match: `${PREFIX}:*:meta`, count: 1000 });
  for await (const keys of scan)
    for (const key of keys as string[]) names.add(META.exec(key)?.[1] ?? key);
  return [...names];
}

/**
 * The model of a queue that needs one more worker: jobs wait in it, or nobody is there for its jobs.
 *
 * @returns nothing if the queue is empty, or its workers keep up
 */
export async function modelInNeed(
  { bullmq, redis }: QueueConnection,
  name: string,
): Promise<QueuedModel | undefined> {
  const queue = new bullmq.Queue(name, { prefix: PREFIX, connection: redis });
  try {
    const [waiting] = await queue.getJobs(['waiting', 'prioritized'], 0, 0);
    const job = waiting ?? (await abandonedJob(queue));
    return job && (fromExactJson(job.data) as QueuedJob).model;
  } finally {
    await queue.close();
  }
}

/** A job that a killed worker left, in a queue that has no other. */
async function abandonedJob(queue: Queue): Promise<Job | undefined> {
  const [job] = await queue.getJobs(['active', 'delayed'], 0, 0);
  return job && (await queue.getWorkersCount()) === 0 ? job : undefined;
}
