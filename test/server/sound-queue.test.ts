import { expect, test } from 'vitest';
import { RateBudget } from '../../src/server/live/rate-budget.js';
import { SoundQueue } from '../../src/server/live/sound-queue.js';

const RATE = 8000;
const second = () => new Float32Array(RATE);

function makeQueue() {
  const state = { isBlocked: false, full: [] as boolean[] };
  const queue = new SoundQueue({
    sampleRate: RATE,
    onFull: (isFull) => state.full.push(isFull),
    isBlocked: () => state.isBlocked,
  });
  const next = async () => {
    const result = await queue.next();
    return result.done ? undefined : result.value[0]?.length;
  };
  return { queue, state, next };
}

test('sound that has just arrived is pulled in pieces of at most a quarter of a second', async () => {
  const { queue, next } = makeQueue();
  queue.push(second().subarray(0, 5000), performance.now());
  expect([await next(), await next(), await next()]).toEqual([2000, 2000, 1000]);
});

test('sound that has waited for more than a second is pulled at once', async () => {
  const { queue, next } = makeQueue();
  queue.push(second(), performance.now() - 1500);
  queue.push(second(), performance.now());
  expect(await next()).toBe(2 * RATE);
});

test('reading stops at 15 s of waiting sound and continues when half is computed', async () => {
  const { queue, state, next } = makeQueue();
  for (let count = 0; count < 15; count++) queue.push(second(), performance.now());
  expect(state.full).toEqual([]);
  queue.push(second(), performance.now());
  expect(state.full).toEqual([true]);
  for (let left = 16; left > 7.5; left -= 0.25) {
    expect(state.full).toEqual([true]);
    await next();
  }
  expect(state.full).toEqual([true, false]);
});

test('nothing is pulled while the client does not read', async () => {
  const { queue, state, next } = makeQueue();
  state.isBlocked = true;
  queue.push(second().subarray(0, 100), performance.now());
  let pulled: number | undefined;
  const pull = next().then((length) => (pulled = length));
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(pulled).toBeUndefined();
  state.isBlocked = false;
  queue.wake();
  await pull;
  expect(pulled).toBe(100);
});

test('the end comes after what waits, and at once if the client is gone', async () => {
  const first = makeQueue();
  first.queue.push(second().subarray(0, 10), performance.now());
  first.queue.end();
  expect([await first.next(), await first.next()]).toEqual([10, undefined]);
  const gone = makeQueue();
  const waiting = gone.next();
  gone.state.isBlocked = true;
  gone.queue.clear();
  expect(await waiting).toBeUndefined();
});

test('a budget permits real time with some seconds ahead, and no more', () => {
  const budget = new RateBudget(15, 0);
  for (let now = 0; now <= 3_600_000; now += 1000) expect(budget.spend(1, now)).toBe(true);
  const fast = new RateBudget(15, 0);
  expect(fast.spend(10, 0)).toBe(true);
  expect(fast.spend(10, 0)).toBe(false);
});

test('sound that was held up may arrive late', () => {
  const budget = new RateBudget(15, 0);
  expect(budget.spend(10, 60_000)).toBe(true);
  for (let count = 0; count < 6; count++) expect(budget.spend(10, 60_000)).toBe(true);
  expect(budget.spend(10, 60_000)).toBe(false);
});
