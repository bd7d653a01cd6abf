import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { mapAhead } from '../../src/cli/map-ahead.js';

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
  for await (const result of mapAhead([30, 1, 20, 2, 10], 1, work)) results.push(result);
  expect(results).toEqual([30, 1, 20, 2, 10]);
  expect(most).toBe(2);
});

test('a failure comes in its turn, after what was begun beside it has ended', async () => {
  const ended: string[] = [];
  const work = async (name: string) => {
    await sleep(name === 'slow' ? 40 : 1);
    ended.push(name);
    if (name === 'broken') throw new Error('this one');
    return name;
  };
  const results: string[] = [];
  const run = async () => {
    for await (const result of mapAhead(['good', 'broken', 'slow', 'never'], 1, work)) {
      results.push(result);
    }
  };
  await expect(run()).rejects.toThrow('this one');
  expect(results).toEqual(['good']);
  expect(ended).toEqual(['good', 'broken', 'slow']);
});

test('work that is not awaited any more is waited for', async () => {
  let ended = 0;
  const work = async () => {
    await sleep(20);
    ended++;
  };
  const results = mapAhead([1, 2, 3], 2, work);
  await results.next();
  await results.return();
  expect(ended).toBe(3);
});
