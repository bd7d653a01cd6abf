/** Comparisons of numbers with the reference's. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Largest absolute difference of two equally long lists. */
export function largestDifference(expected, found) {
  if (expected.length !== found.length)
    throw new Error(`Found ${found.length} numbers, expected ${expected.length}.`);
  return Math.max(...expected.map((value, at) => Math.abs(value - found[at])));
}

/** Largest difference of the resampler from torchaudio for every rate of a folder of golden values. */
export async function measureResampler(folder) {
  // Loaded only now: a fresh checkout has no dist when this file is read.
  const { resample } = await import('../../dist/audio/node.js');
  const { cases } = JSON.parse(readFileSync(join(folder, 'resampler.json'), 'utf8'));
  return cases.map(({ rate, input, output }) => {
    const found = resample(readFloats(join(folder, input)), rate, 16_000);
    return { rate, difference: largestDifference([...readFloats(join(folder, output))], found) };
  });
}

function readFloats(path) {
  const bytes = readFileSync(path);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}
