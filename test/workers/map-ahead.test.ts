import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { mapAhead } from '../../src/workers/map-ahead.js';

test('results come in the order of the items, and never more than one item is ahead', async () => {
  let running = 0;
  let most = 0;
  const work = async (milliseconds: number) => {
    most = Math.max(most, ++running);
    await sleep(milliseconds);
    running--;
    return milliseconds;
  };
  const results: number[] = [];
  for await (const result of mapAhead([30, 1, 20, 2, 10], { ahead: 1 }, work)) results.push(result);
  expect(results).toEqual([30, 1, 20, 2, 10]);
  expect(most).toBe(2);
});

test('an error is thrown in the order of the items, after the started work has ended', async () => {
  const ended: string[] = [];
  const work = async (name: string) => {
    await sleep(name === 'slow' ? 40 : 1);
    ended.push(name);
    if (name === 'broken') throw new Error('this one');
    return name;
  };
  const results: string[] = [];
  const run = async () => {
    for await (const result of mapAhead(['good', 'broken', 'slow', 'never'], { ahead: 1 }, work)) {
      results.push(result);
    }
  };
  await expect(run()).rejects.toThrow('this one');
  expect(results).toEqual(['good']);
  expect(ended).toEqual(['good', 'broken', 'slow']);
});

test('work is aborted and awaited when the consumer stops', async () => {
  const aborted: boolean[] = [];
  const work = async (_: number, signal: AbortSignal) => {
    await sleep(20);
    aborted.push(signal.aborted);
  };
  const results = mapAhead([1, 2, 3, 4], { ahead: 2 }, work);
  await results.next();
  await results.return();
  expect(aborted.slice(1)).toEqual([true, true]);
});

test('the signal of the caller aborts the work', async () => {
  const controller = new AbortController();
  const { signal } = controller;
  const work = (_: number, left: AbortSignal) => {
    controller.abort(new Error('enough'));
    left.throwIfAborted();
    return Promise.resolve();
  };
  const results = mapAhead([1, 2], { ahead: 1, signal }, work);
  await expect(results.next()).rejects.toThrow('enough');
});

test('many items may listen to the signal without a warning', async () => {
  const warnings: Error[] = [];
  const note = (warning: Error) => warnings.push(warning);
  process.on('warning', note);
  const items = Array.from({ length: 30 }, (_, at) => at);
  const work = async (item: number, left: AbortSignal) => {
    left.addEventListener('abort', () => undefined);
    await sleep(1);
    return item;
  };
  const results: number[] = [];
  for await (const result of mapAhead(items, { ahead: 20 }, work)) results.push(result);
  await sleep(1);
  process.off('warning', note);
  expect(results).toEqual(items);
  expect(warnings).toEqual([]);
});
