import { expect, test } from 'vitest';
import { checkFits } from '../../../src/browser/conversion/check-fits.js';
import type { OpenedCheckpoint } from '../../../src/conversion/web.js';

const GB = 2 ** 30;

/** A checkpoint of this many numbers, of which only that is asked. */
const ofParameters = (parameters: number) =>
  ({ name: 'it', plan: () => ({ parameters }) }) as unknown as OpenedCheckpoint;

test('the published base and large encoders fit into a computer, and the base ones into a phone', () => {
  expect(() => {
    checkFits(ofParameters(316e6), 8 * GB);
  }).not.toThrow();
  expect(() => {
    checkFits(ofParameters(95e6), 2 * GB);
  }).not.toThrow();
});

test('what WebAssembly or the device cannot hold is refused with both numbers and the way out', () => {
  expect(() => {
    checkFits(ofParameters(637e6), 8 * GB);
  }).toThrow(/it take 2430 MB; this browser can convert at most 1792 MB.*wav2emo convert/);
  expect(() => {
    checkFits(ofParameters(316e6), 2 * GB);
  }).toThrow(/1206 MB; this browser can convert at most 1024 MB/);
});
