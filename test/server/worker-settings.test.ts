import { expect, test } from 'vitest';
import { readWorkerSettings } from '../../src/server/index.js';

const NEEDED = { queue: 'redis://localhost', store: 'file:///store' };

test('a worker fits its processes and its models to the machine unless it is told otherwise', () => {
  expect(readWorkerSettings(NEEDED)).not.toHaveProperty('concurrency');
  expect(readWorkerSettings(NEEDED)).not.toHaveProperty('memory');
  const told = { ...NEEDED, concurrency: '3', memory: '500' };
  expect(readWorkerSettings(told)).toMatchObject({ concurrency: 3, memory: 500 });
});

test.each(['queue', 'store'])('a worker without --%s says what it needs', (missing) => {
  const flags = { ...NEEDED, [missing]: undefined };
  expect(() => readWorkerSettings(flags)).toThrow(`A worker needs --${missing}`);
});
