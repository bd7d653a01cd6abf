import { MODEL_SAMPLE_RATE } from '../waveform.js';
import { SampleQueue } from '../audio/index.js';

/**
 * The longest stretch that a graph computes in one run, in seconds. Attention costs memory by the
 * square of the length: one layer's scores of wav2vec2-base (12 heads, 50 frames a second) take
 * 0.1 GB for 30 s and 11 GB for five minutes.
 */
export const WINDOW_SECONDS = 30;

/** The same in samples at 16 kHz. */
export const WINDOW_SAMPLES = WINDOW_SECONDS * MODEL_SAMPLE_RATE;

/** A recording in pieces, 16 kHz mono, `[time]` each, and in the end what is known of it. */
export type Pieces<Details> =
  AsyncIterator<Float32Array, Details> | Iterator<Float32Array, Details>;

/**
 * Cuts a recording whose length is not known before its end into windows: 30 s while more than
 * 60 s are left; what is left then is one window up to 30 s, else two equal ones. So no window
 * of a longer recording has less than 15 s, and one up to 30 s is its own only window.
 *
 * @param pieces cut anywhere
 * @returns the windows, `[time]` each, and in the end what `pieces` return. A window stays as it is
 *   while the next one is made; the one after that may use its memory
 */
export async function* cutIntoWindows<Details>(
  pieces: Pieces<Details>,
): AsyncIterator<Float32Array, Details> {
  const queue = new SampleQueue();
  const buffers: Float32Array[] = [];
  try {
    for (let at = 0; ;) {
      const next = await pieces.next();
      if (next.done) {
        if (queue.length > WINDOW_SAMPLES) yield queue.take(Math.round(queue.length / 2));
        yield queue.take(queue.length);
        return next.value;
      }
      queue.push(next.value);
      for (; queue.length > 2 * WINDOW_SAMPLES; at = 1 - at) {
        yield queue.take(WINDOW_SAMPLES, (buffers[at] ??= new Float32Array(WINDOW_SAMPLES)));
      }
    }
  } finally {
    await pieces.return?.();
  }
}

/** Gives samples that are at hand in pieces, each at most a window long. */
export function* cutIntoPieces(samples: Float32Array): Generator<Float32Array, void> {
  for (let start = 0; start < samples.length; start += WINDOW_SAMPLES) {
    yield samples.subarray(start, start + WINDOW_SAMPLES);
  }
}

/**
 * Mean of the windows' outputs, weighted by their duration.
 *
 * @param outputs one array a window, all `[size]`
 * @param lengths one a window, in any unit
 */
export function weightedMean(
  outputs: readonly Float32Array[],
  lengths: readonly number[],
): Float32Array {
  const [first] = outputs;
  // One window is the whole recording: its output is the answer, bit for bit.
  if (first && outputs.length === 1) return first;
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const shares = lengths.map((length) => length / total);
  return Float32Array.from({ length: first?.length ?? 0 }, (_, at) =>
    outputs.reduce((sum, output, k) => sum + (output[at] ?? 0) * (shares[k] ?? 0), 0),
  );
}
