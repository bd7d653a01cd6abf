import { type Recording, type RecordingDetails, SampleQueue } from '../audio/index.js';
import { MODEL_SAMPLE_RATE } from '../waveform.js';

/**
 * The longest window that a graph computes in one run, in seconds. The memory of attention grows
 * with the square of the length: the scores of one layer of wav2vec2-base (12 heads, 50 frames a
 * second) take 0.1 GB for 30 s and 11 GB for five minutes.
 */
export const WINDOW_SECONDS = 30;

/** {@link WINDOW_SECONDS} in samples at 16 kHz. */
export const WINDOW_SAMPLES = WINDOW_SECONDS * MODEL_SAMPLE_RATE;

/** A recording in pieces, 16 kHz mono, `[time]` each; the iterator returns its details. */
export type Pieces<Details> =
  AsyncIterator<Float32Array, Details> | Iterator<Float32Array, Details>;

/**
 * Cuts a recording of unknown length into windows. Emits 30 s windows until at most 60 s remain,
 * then one window (up to 30 s) or two equal halves. So no window of a recording longer than 30 s
 * is shorter than 15 s, and a recording of up to 30 s is a single window.
 *
 * @param pieces of any lengths
 * @returns windows `[time]`; the return value is that of `pieces`. A window stays valid while the
 *   next one is made; the one after that may reuse its memory
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

/** Splits samples that are in memory into pieces of at most one window. */
export function* cutIntoPieces(samples: Float32Array): Generator<Float32Array, void> {
  for (let start = 0; start < samples.length; start += WINDOW_SAMPLES) {
    yield samples.subarray(start, start + WINDOW_SAMPLES);
  }
}

/** A recording that is in memory, in pieces; returns its details. */
export function* piecesOf({
  samples,
  ...details
}: Recording): Generator<Float32Array, RecordingDetails> {
  yield* cutIntoPieces(samples);
  return details;
}

/**
 * The mean of the windows' outputs, weighted by their durations.
 *
 * @param outputs one array per window, all `[size]`
 * @param lengths one per window, in any unit
 */
export function weightedMean(
  outputs: readonly Float32Array[],
  lengths: readonly number[],
): Float32Array {
  const [first] = outputs;
  // With a single window its output is returned unchanged, bit for bit.
  if (first && outputs.length === 1) return first;
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const shares = lengths.map((length) => length / total);
  return Float32Array.from({ length: first?.length ?? 0 }, (_, at) =>
    outputs.reduce((sum, output, k) => sum + (output[at] ?? 0) * (shares[k] ?? 0), 0),
  );
}
