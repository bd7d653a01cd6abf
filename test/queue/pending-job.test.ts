import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PendingJob } from '../../src/queue/pending-job.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const open = () => new PendingJob({ wait: 600, run: 120 }, () => undefined);

test('a job that no worker takes in time fails', async () => {
  const job = open();
  vi.advanceTimersByTime(599_000);
  job.waits();
  vi.advanceTimersByTime(599_000);
  job.runs();
  vi.advanceTimersByTime(121_000);
  await expect(job.ended).rejects.toMatchObject({ code: 'queue-timeout' });
  expect(vi.getTimerCount()).toBe(0);
});

test.each([
  [
    'its client has left',
    (job: PendingJob) => {
      job.fail(new Error('left'));
    },
  ],
  [
    'it is answered',
    (job: PendingJob) => {
      job.finish(1);
    },
  ],
] as const)('a job that reports itself after %s keeps no process alive', (_when, end) => {
  const job = open();
  end(job);
  job.runs();
  job.waits();
  expect(vi.getTimerCount()).toBe(0);
});
