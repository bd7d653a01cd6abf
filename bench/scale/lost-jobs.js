import { QueueEvents } from 'bullmq';

/**
 * Counts the jobs that returned to the queue because their worker was lost, as BullMQ reports them.
 *
 * @param {Awaited<ReturnType<typeof import('./redis-process.js').startRedis>>} redis with one queue
 */
export async function watchLostJobs({ port, password, client }) {
  const [meta = ''] = await client.keys('wav2emo:*:meta');
  const [prefix = '', name = ''] = meta.split(':');
  const connection = { port, password, maxRetriesPerRequest: null };
  const events = new QueueEvents(name, { prefix, connection });
  events.on('error', () => undefined);
  const ids = new Set();
  events.on('stalled', ({ jobId }) => ids.add(jobId));
  await events.waitUntilReady();
  return { ids, close: () => events.close() };
}
