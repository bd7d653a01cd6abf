/** Comparisons of our numbers with those of the reference. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Largest absolute difference of two equally long lists.
 *
 * @param {readonly number[]} expected
 * @param {ArrayLike<number>} found
 */
export function largestDifference(expected, found) {
  if (expected.length !== found.length)
    throw new Error(`Found ${found.length} numbers, expected ${expected.length}.`);
  return Math.max(...expected.map((value, at) => Math.abs(value - (found[at] ?? NaN))));
}

/**
 * Largest difference of our resampler from torchaudio's, for each rate in a folder of golden values.
 *
 * @param {string} folder
 */
export async function measureResampler(folder) {
  // Imported here, because `dist` does not exist yet when a fresh checkout loads this file.
  const { resample } = await import('../../dist/audio/node.js');
  /** @type {{ cases: { rate: number, input: string, output: string }[] }} */
  const { cases } = JSON.parse(readFileSync(join(folder, 'resampler.json'), 'utf8'));
  return cases.map(({ rate, input, output }) => {
    const found = resample(readFloats(join(folder, input)), rate, 16_000);
    return { rate, difference: largestDifference([...readFloats(join(folder, output))], found) };
  });
}

/** @param {string} path */
function readFloats(path) {
  const bytes = readFileSync(path);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}
