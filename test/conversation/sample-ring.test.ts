import { expect, test } from 'vitest';
import { SampleRing } from '../../src/conversation/live/sample-ring.js';

const ramp = (start: number, end: number) =>
  Float32Array.from({ length: end - start }, (_, at) => start + at);

test('the last samples can be read by their positions, whatever the pieces were', () => {
  const ring = new SampleRing(100);
  for (let start = 0, size = 1; start < 5000; start += size, size = (size * 7) % 251) {
    ring.push(ramp(start, start + size));
    const end = start + size;
    const first = Math.max(0, end - 100);
    expect(ring.end).toBe(end);
    expect(ring.read(first, end)).toEqual(ramp(first, end));
    const middle = Math.floor((first + end) / 2);
    expect(ring.read(middle, end)).toEqual(ramp(middle, end));
  }
});

test('samples that are gone, or have not arrived, are an error', () => {
  const ring = new SampleRing(10);
  ring.push(ramp(0, 25));
  expect(() => ring.read(14, 20)).toThrow('Asked for samples 14 to 20, found 15 to 25.');
  expect(() => ring.read(20, 26)).toThrow(RangeError);
});
