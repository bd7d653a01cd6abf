import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  listFailedJobs,
  QueueError,
  queueNameOf,
  type QueueWorker,
} from '../../src/queue/index.js';
import { ServerError, toProblemData } from '../../src/server/problem/index.js';
import type { PreparedModel } from '../../src/workers/index.js';
import { nodeWorker } from '../../src/workers/node-worker.js';
import { startRedis, type TestRedis } from '../support/redis.js';
import { prepared, TestComputer, TestSides } from './far-side.js';

const CLIP = fileURLToPath(new URL('../fixtures/audio/mid-1.0s.wav', import.meta.url));

let redis: TestRedis;
let sides: TestSides;
let model: PreparedModel;
let near: QueueWorker;
let computer: TestComputer;
let expected: unknown;

beforeAll(async () => {
  model = await prepared('wav2vec2-mini');
  const reference = nodeWorker();
  await reference.open('mini', { folder: model.folder });
  expected = await reference.classify('mini', CLIP);
  await reference.dispose();
});
beforeEach(async () => {
  redis = await startRedis();
  sides = await TestSides.open(redis.address);
  computer = new TestComputer([model]);
});
afterEach(async () => {
  await sides.close();
  await computer.dispose();
  await redis.stop();
});
afterAll(() => {
  vi.restoreAllMocks();
});

/** Opens the model and returns the outcomes of the later jobs. */
async function begin(workers = 1): Promise<() => string[]> {
  for (let at = 0; at < workers; at++) sides.far(model, computer);
  near = await sides.near();
  await near.open('mini', model);
  const opened = sides.reports.length;
  return () => sides.reports.slice(opened).map(({ outcome }) => outcome);
}

/** Lets the computer wait until the test says so; the signal of the job ends the waiting. */
function hold() {
  const waiting: (() => void)[] = [];
  let begun = 0;
  computer.before = (signal) =>
    new Promise((resolve, reject) => {
      begun++;
      waiting.push(resolve);
      signal?.addEventListener('abort', () => {
        reject(signal.reason as Error);
      });
    });
  return {
    release: () => {
      computer.before = () => Promise.resolve();
      for (const go of waiting) go();
    },
    begun: (count: number) =>
      vi.waitFor(
        () => {
          expect(begun).toBe(count);
        },
        { timeout: 60_000 },
      ),
  };
}

describe('a failure', () => {
  test('that may pass is tried again after a pause', async () => {
    const outcomes = await begin();
    let tries = 0;
    computer.before = () =>
      ++tries < 3
        ? Promise.reject(new ServerError('engine-failed', 'The process ended.'))
        : Promise.resolve();
    expect(await near.classify('mini', CLIP)).toEqual(expected);
    expect(outcomes()).toEqual(['retried', 'retried', 'answered']);
  });

  test('of a damaged recording is not tried again, and is listed with its reason', async () => {
    const outcomes = await begin();
    await expect(near.classify('mini', new Blob(['no sound']))).rejects.toMatchObject({
      name: 'AudioError',
      code: 'audio-unknown-format',
    });
    expect(outcomes()).toEqual(['failed']);
    expect(await listFailedJobs(sides.connection)).toMatchObject([
      { method: 'classify', model: model.name, code: 'audio-unknown-format', attempts: 1 },
    ]);
    expect(readdirSync(sides.folder)).toEqual([]);
  });

  test('that does not pass keeps the class and code of the last try', async () => {
    await begin();
    computer.before = () => Promise.reject(new ServerError('engine-failed', 'It ended.'));
    const thrown = await near.classify('mini', CLIP).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(ServerError);
    expect(thrown).toMatchObject({ code: 'engine-failed', message: 'It ended.' });
  });
});

describe('an error of the queue', () => {
  test('keeps its class and code on its way to the server', async () => {
    await begin();
    const message = 'The files differ.';
    computer.before = () => Promise.reject(new QueueError('queue-other-model', message));
    const thrown = await near.classify('mini', CLIP).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(QueueError);
    expect(thrown).toMatchObject({ code: 'queue-other-model', message });
  });

  test('says that workers were lost too often', async () => {
    near = await sides.near();
    const first = sides.far(model, computer);
    await near.open('mini', model);
    await first.close();
    const { bullmq, patient: connection } = sides.connection;
    // BullMQ itself fails a job with this text if its workers were lost more often than permitted.
    const reason = 'job stalled more than allowable limit';
    const fails = () => Promise.reject(new bullmq.UnrecoverableError(reason));
    const last = new bullmq.Worker(queueNameOf(model), fails, { connection, prefix: 'wav2emo' });
    const thrown = await near.classify('mini', CLIP).catch((error: unknown) => error);
    await last.close();
    expect(thrown).toBeInstanceOf(QueueError);
    expect(thrown).toMatchObject({ code: 'queue-gave-up' });
    expect(toProblemData(thrown).status).toBe(503);
    expect(await listFailedJobs(sides.connection)).toMatchObject([{ code: 'queue-gave-up' }]);
  });
});

describe('a client that leaves', () => {
  test('ends the job that a worker computes, which is no failure', async () => {
    const outcomes = await begin();
    const held = hold();
    const gone = new AbortController();
    const found = near.classify('mini', CLIP, { signal: gone.signal });
    found.catch(() => undefined);
    await held.begun(1);
    gone.abort(new Error('left'));
    await expect(found).rejects.toThrow('left');
    await vi.waitFor(() => {
      expect(outcomes()).toEqual(['cancelled']);
    });
    expect(await listFailedJobs(sides.connection)).toEqual([]);
    held.release();
    expect(await near.classify('mini', CLIP)).toEqual(expected);
  });

  test('ends the job of a worker that is lost, for the next worker', async () => {
    near = await sides.near();
    const first = sides.far(model, computer);
    await near.open('mini', model);
    await first.close();
    // This one takes the job and is never heard of again.
    const { bullmq, patient: connection } = sides.connection;
    const lost = new bullmq.Worker(queueNameOf(model), null, {
      ...{ connection, prefix: 'wav2emo', lockDuration: 500 },
    });
    const gone = new AbortController();
    const found = near.classify('mini', CLIP, { signal: gone.signal });
    found.catch(() => undefined);
    await vi.waitUntil(async () => await lost.getNextJob('token', { block: false }), {
      timeout: 30_000,
    });
    gone.abort(new Error('left'));
    await expect(found).rejects.toThrow('left');
    await lost.close(true);

    const opened = sides.reports.length;
    sides.far(model, computer);
    await vi.waitFor(
      () => {
        expect(sides.reports.slice(opened).map(({ outcome }) => outcome)).toEqual(['cancelled']);
      },
      { timeout: 30_000 },
    );
    expect(await listFailedJobs(sides.connection)).toEqual([]);
  });

  test('removes the job that waits', async () => {
    const outcomes = await begin();
    const held = hold();
    const first = near.classify('mini', CLIP);
    await held.begun(1);
    const gone = new AbortController();
    const second = near.classify('mini', CLIP, { signal: gone.signal });
    second.catch(() => undefined);
    await vi.waitFor(async () => {
      expect(await near.queues.get('mini')?.counts()).toMatchObject({ waiting: 1, active: 1 });
    });
    gone.abort(new Error('left'));
    await expect(second).rejects.toThrow('left');
    expect(await near.queues.get('mini')?.counts()).toMatchObject({ waiting: 0, active: 1 });
    held.release();
    expect(await first).toEqual(expected);
    expect(outcomes()).toEqual(['answered']);
  });
});

test('a recording that no worker takes in time is refused, and its job is removed', async () => {
  await begin();
  const impatient = await sides.near({ waitSeconds: 1 });
  await impatient.open('mini', model);
  const held = hold();
  const first = near.classify('mini', CLIP);
  await held.begun(1);
  await expect(impatient.classify('mini', CLIP)).rejects.toMatchObject({ code: 'queue-timeout' });
  expect(await near.queues.get('mini')?.counts()).toMatchObject({ waiting: 0 });
  held.release();
  expect(await first).toEqual(expected);
});

test('archives are computed when no interactive recordings wait', async () => {
  await begin();
  const held = hold();
  const order: string[] = [];
  const first = near.classify('mini', CLIP);
  await held.begun(1);
  const note = (name: string, priority: 'archive' | 'interactive') =>
    near.classify('mini', CLIP, { priority }).then(() => order.push(name));
  const archive = note('archive', 'archive');
  await vi.waitFor(async () => {
    expect(await near.queues.get('mini')?.counts()).toMatchObject({ prioritized: 1 });
  });
  const interactive = note('interactive', 'interactive');
  await vi.waitFor(async () => {
    expect(await near.queues.get('mini')?.counts()).toMatchObject({ waiting: 1 });
  });
  held.release();
  await Promise.all([first, archive, interactive]);
  expect(order).toEqual(['interactive', 'archive']);
});

test('a worker that stops hands its job back, and another one takes it at once', async () => {
  const outcomes = await begin();
  const stopping = sides.far(model, computer);
  await near.classify('mini', CLIP);
  const held = hold();
  // Both workers take one, so that the one that stops has a job.
  const found = [near.classify('mini', CLIP), near.classify('mini', CLIP)];
  await held.begun(2);
  await stopping.handBack();
  expect(await near.queues.get('mini')?.counts()).toMatchObject({ waiting: 1, active: 1 });
  held.release();
  for (const result of await Promise.all(found)) expect(result).toEqual(expected);
  expect(outcomes()).toEqual(['answered', 'handed-back', 'answered', 'answered']);
});

test('Redis that restarts loses no job and no answer', async () => {
  const outcomes = await begin();
  const held = hold();
  const found = [1, 2, 3].map(() => near.classify('mini', CLIP));
  await held.begun(1);
  await redis.restart(500);
  held.release();
  for (const result of await Promise.all(found)) expect(result).toEqual(expected);
  expect(outcomes().filter((outcome) => outcome === 'answered').length).toBeGreaterThanOrEqual(3);
});
