import { expect, test } from 'vitest';
import {
  bucketOf,
  lastDistance,
  spreadBuckets,
} from '../../src/models/wav2vec2/relative-positions.js';

const published = { numBuckets: 320, maxBucketDistance: 800 };

/** First distance of each wide bucket, from transformers 5.23's WavLMAttention on torch 2.11. */
const WIDE_BUCKETS = [
  80, 83, 85, 88, 90, 93, 96, 98, 101, 104, 107, 110, 114, 117, 120, 124, 127, 131, 135, 139, 143,
  147, 151, 156, 160, 165, 170, 175, 180, 185, 190, 196, 201, 207, 213, 220, 226, 233, 239, 246,
  253, 261, 268, 276, 284, 293, 301, 310, 319, 328, 338, 348, 358, 368, 379, 390, 401, 413, 425,
  438, 450, 464, 477, 491, 505, 520, 535, 551, 567, 583, 600, 618, 636, 655, 674, 693, 714, 734,
  756, 778,
];

/** First distance of every bucket of one direction. */
function starts(settings: { numBuckets: number; maxBucketDistance: number }): number[] {
  const found: number[] = [];
  for (let distance = 0; distance <= 3000; distance++) {
    if (bucketOf(-distance, settings) === found.length) found.push(distance);
  }
  return found;
}

test('buckets begin at the same distances as in transformers', () => {
  expect(starts(published)).toEqual([...Array(80).keys(), ...WIDE_BUCKETS]);
  expect(starts({ numBuckets: 32, maxBucketDistance: 64 })).toEqual([
    ...Array(8).keys(),
    ...[8, 11, 14, 18, 23, 30, 39, 50],
  ]);
});

test('keys after the query have the other half of the buckets', () => {
  for (let distance = 1; distance <= 3000; distance++) {
    expect(bucketOf(distance, published)).toBe(bucketOf(-distance, published) + 160);
  }
  expect(bucketOf(0, published)).toBe(0);
});

test('the expanded embedding reaches as far as the buckets change', () => {
  const settings = { numBuckets: 32, maxBucketDistance: 64 };
  const heads = 2;
  const embedding = Float32Array.from({ length: 32 * heads }, (_, i) => i);
  const table = spreadBuckets(embedding, heads, settings);
  const reach = lastDistance(settings);
  expect(reach).toBe(50);
  expect(table.length).toBe(heads * (2 * reach + 1));
  // Head 1 for the far past, the present, and the far future: buckets 15, 0 and 31.
  const head = table.subarray(table.length / 2);
  expect([head[0], head[reach], head.at(-1)]).toEqual([15 * 2 + 1, 1, 31 * 2 + 1]);
});
