import { setTimeout as sleep } from 'node:timers/promises';

/** The states in which a job still waits for something. */
const OPEN_STATES = ['wait', 'prioritized', 'active', 'delayed', 'paused'];

/**
 * What Redis holds of jobs: those in each state, and all keys that belong to a single job.
 *
 * @param {import('ioredis').Redis} redis
 */
export async function readRedis(redis) {
  const keys = await redis.keys('wav2emo:*');
  const count = async (state) => {
    const sizes = keys.filter((key) => key.endsWith(`:${state}`)).map((key) => sizeOf(redis, key));
    return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  };
  const states = [...OPEN_STATES, 'completed', 'failed'];
  const counts = await Promise.all(states.map(async (state) => [state, await count(state)]));
  // Keys of jobs end with their id, a UUID, or one of BullMQ's words after it.
  const jobs = keys.filter((key) => /:[0-9a-f]{8}-[0-9a-f-]{27}(:\w+)?$/.test(key));
  const [, bytes] = /used_memory:(\d+)/.exec(await redis.info('memory')) ?? [];
  return { ...Object.fromEntries(counts), jobs: jobs.length, names: jobs, bytes: Number(bytes) };
}

async function sizeOf(redis, key) {
  const sizes = { list: 'llen', zset: 'zcard', set: 'scard' };
  const command = sizes[await redis.type(key)];
  return command ? await redis[command](key) : 0;
}

/**
 * Waits until neither Redis nor the store holds anything of a job.
 *
 * @param {{ redis: import('ioredis').Redis, store: { files: () => string[] }, seconds: number }} options
 */
export async function waitUntilClean({ redis, store, seconds }) {
  const start = performance.now();
  for (;;) {
    const found = await readRedis(redis);
    const files = store.files();
    const elapsed = (performance.now() - start) / 1000;
    const isClean = files.length === 0 && found.jobs === found.failed;
    if (isClean || elapsed > seconds) return { ...found, files: files.length, seconds: elapsed };
    await sleep(500);
  }
}
