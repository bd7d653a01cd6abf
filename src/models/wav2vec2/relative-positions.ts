export type BucketSettings = {
  /** Buckets of both directions together. */
  readonly numBuckets: number;
  /** Distance in frames; from here on all positions share the last bucket of their direction. */
  readonly maxBucketDistance: number;
};

const f32 = Math.fround;

/**
 * The bucket of a distance in frames (key minus query): one bucket for each small distance, then wider
 * buckets of logarithmic size. Every step is rounded to float32 as in transformers; otherwise distances
 * at the borders would fall into the neighbouring bucket.
 *
 * @see transformers.models.wavlm.modeling_wavlm.WavLMAttention._relative_positions_bucket
 */
export function bucketOf(distance: number, { numBuckets, maxBucketDistance }: BucketSettings) {
  const each = Math.floor(numBuckets / 2);
  const direction = distance > 0 ? each : 0;
  const exact = Math.floor(each / 2);
  const far = Math.abs(distance);
  if (far < exact) return direction + far;
  const log = f32(Math.log(f32(far / exact)));
  const share = f32(log / f32(Math.log(maxBucketDistance / exact)));
  const wide = Math.trunc(f32(exact + f32(share * (each - exact))));
  return direction + Math.min(wide, each - 1);
}

/** Whether there are both exact and wide buckets; otherwise transformers divides by zero. */
export function bucketsMakeSense({ numBuckets, maxBucketDistance }: BucketSettings): boolean {
  const exact = Math.floor(Math.floor(numBuckets / 2) / 2);
  return exact >= 1 && maxBucketDistance > exact;
}

/** The smallest distance in frames that falls into the last bucket of its direction. */
export function lastDistance(settings: BucketSettings): number {
  const last = bucketOf(-Number.MAX_SAFE_INTEGER, settings);
  let distance = 0;
  while (bucketOf(-distance, settings) < last) distance++;
  return distance;
}

/** Expands an embedding of buckets `[numBuckets, heads]` to distances from `-reach` to `reach`: `[heads, 2 · reach + 1]`. */
export function spreadBuckets(
  embedding: Float32Array,
  heads: number,
  settings: BucketSettings,
): Float32Array {
  const reach = lastDistance(settings);
  const width = 2 * reach + 1;
  const table = new Float32Array(heads * width);
  for (let at = 0; at < width; at++) {
    const bucket = bucketOf(at - reach, settings);
    for (let head = 0; head < heads; head++) {
      table[head * width + at] = embedding[bucket * heads + head] ?? 0;
    }
  }
  return table;
}
