import { afterAll, beforeAll, expect, test } from 'vitest';
import { seededRandom } from '../support/seeded-random.js';
import { readCorpus } from './corpus.js';
import { mutate } from './mutate.js';
import { findFault, FUZZ_TARGETS } from './targets.js';

/** Mutants of each target: all targets together take less than a minute on two cores. */
const MUTANTS = 150;

const path = process.env['PATH'];
beforeAll(() => {
  process.env['PATH'] = '';
});
afterAll(() => {
  process.env['PATH'] = path;
});

test.each(FUZZ_TARGETS)(
  '$name: a valid input is read',
  async ({ seeds, run, isRefused = false }) => {
    const outcomes = await Promise.allSettled(seeds().map(async (input) => await run(input)));
    // A target that refuses every input would never reach the code behind its first check.
    expect(outcomes.some(({ status }) => status === 'fulfilled')).toBe(!isRefused);
  },
);

test.each(FUZZ_TARGETS)('$name: mutants and kept inputs are read or refused', async (target) => {
  const seeds = target.seeds();
  expect(seeds.length).toBeGreaterThan(0);
  const kept = readCorpus(target.name);
  for (const input of [...seeds, ...kept]) expect(await findFault(target, input)).toBeUndefined();
  const random = seededRandom(20_261_127);
  const inputs = [...seeds, ...kept];
  const pick = () => inputs[Math.floor(random() * inputs.length)] ?? new Uint8Array();
  for (let at = 0; at < MUTANTS; at++)
    expect(await findFault(target, mutate(pick(), pick(), random))).toBeUndefined();
});
