import { utimes, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { TestQueue } from './start-queue.js';

const DAY_SECONDS = 86_400;

let queue: TestQueue;

beforeAll(async () => {
  queue = await TestQueue.start();
});
afterAll(async () => {
  await queue.stop();
});

/** A recording in the store, as a server leaves it that was killed so long ago. */
async function leave(seconds: number): Promise<string> {
  const name = randomUUID();
  const file = new URL(`${String(queue.flags['store'])}/${name}`);
  await writeFile(file, 'sound');
  const then = new Date(Date.now() - seconds * 1000);
  await utimes(file, then, then);
  return name;
}

test('a server deletes the recordings of servers that were killed, and no younger ones', async () => {
  await leave(DAY_SECONDS);
  const young = await leave(1);
  await queue.serve();
  await vi.waitFor(async () => {
    expect(await queue.stored()).toEqual([young]);
  });
});
