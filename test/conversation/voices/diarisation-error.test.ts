import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  diarisationError,
  type DiarisationErrorOptions,
  type Turn,
} from '../../../src/conversation/voices/index.js';
import { fixture } from '../../models/golden.js';

type Parts = Readonly<Record<'total' | 'missed' | 'falseAlarm' | 'confusion', number>>;
type Case = {
  readonly truth: readonly Turn[];
  readonly found: readonly Turn[];
  readonly options: DiarisationErrorOptions;
  readonly expected: Parts;
};

const { cases, tolerance } = JSON.parse(
  readFileSync(fixture('diarisation-error.json'), 'utf8'),
) as { readonly cases: readonly Case[]; readonly tolerance: number };

test('the diarisation error is that of pyannote.metrics', () => {
  expect(cases).toHaveLength(40);
  for (const { truth, found, options, expected } of cases) {
    const error = diarisationError(truth, found, options);
    for (const part of ['total', 'missed', 'falseAlarm', 'confusion'] as const)
      expect(Math.abs(error[part] - expected[part])).toBeLessThan(tolerance);
  }
});

const turn = (start: number, end: number, speaker: string): Turn => ({ start, end, speaker });
const truth = [turn(0, 4, 'anna'), turn(4, 8, 'ben')];

test('the names of the found speakers do not matter', () => {
  const error = diarisationError(truth, [turn(0, 5, 'x'), turn(5, 8, 'y')]);
  expect(error.rate).toBeCloseTo(1 / 8);
  expect([...error.speakers]).toEqual([
    ['x', 'anna'],
    ['y', 'ben'],
  ]);
});

test('a collar leaves out the surroundings of true boundaries', () => {
  const found = [turn(0.2, 4.2, 'x'), turn(4.2, 8, 'y')];
  expect(diarisationError(truth, found).rate).toBeCloseTo(0.4 / 8);
  expect(diarisationError(truth, found, { collar: 0.25 }).rate).toBe(0);
});

test('without true speech there is no rate', () => {
  expect(diarisationError([], []).rate).toBeNaN();
  expect(diarisationError([], [turn(0, 1, 'x')]).falseAlarm).toBe(1);
});

test('impossible turns and collars are refused', () => {
  expect(() => diarisationError(truth, [], { collar: -1 })).toThrow(RangeError);
  expect(() => diarisationError(truth, [turn(2, 1, 'x')])).toThrow(/from 2 to 1 s/);
});
