import type { ModelInput, RecordingDetails } from '../../audio/index.js';
import { CHUNK_SAMPLES, FRAME_SAMPLES } from '../../inference/index.js';

/**
 * Samples before a chunk that stay in memory, 32.8 s: speech of up to 30 s may end just after a chunk
 * has begun.
 */
export const HISTORY_SAMPLES = 1024 * FRAME_SAMPLES;

/** A part of a recording with the samples before it. */
export type Chunk = {
  /**
   * `[HISTORY_SAMPLES + time]`, 16 kHz: the mean of the channels, then each channel. Valid until the
   * next chunk.
   */
  readonly tracks: readonly Float32Array[];
  /** Samples of the recording before the chunk. */
  readonly start: number;
  /** Samples of the chunk; only the last chunk has fewer than `CHUNK_SAMPLES`. */
  readonly length: number;
};

/**
 * Cuts a recording into chunks of 65.5 s, whatever the lengths of its pieces.
 *
 * @param wanted returns which tracks later chunks need, by their indices; the others are empty
 * @returns chunks; the return value is that of `stream`
 */
export async function* cutIntoChunks(
  stream: AsyncIterator<ModelInput, RecordingDetails>,
  wanted: (index: number) => boolean,
): AsyncGenerator<Chunk, RecordingDetails, undefined> {
  const buffers: Float32Array[] = [];
  let start = 0;
  let length = 0;
  const cut = (): Chunk => {
    const tracks = buffers.map((buffer) => buffer.subarray(0, HISTORY_SAMPLES + length));
    return { tracks, start, length };
  };
  try {
    for (;;) {
      const { done, value } = await stream.next();
      if (done) {
        if (length > 0) yield cut();
        return value;
      }
      const tracks = tracksOf(value);
      for (let at = 0; at < value.mono.length;) {
        const end = Math.min(value.mono.length, at + CHUNK_SAMPLES - length);
        for (const [index, track] of tracks.entries())
          if (wanted(index))
            (buffers[index] ??= newBuffer()).set(track.subarray(at, end), HISTORY_SAMPLES + length);
          else buffers[index] = EMPTY;
        length += end - at;
        at = end;
        if (length < CHUNK_SAMPLES) continue;
        yield cut();
        for (const buffer of buffers) if (buffer.length > 0) buffer.copyWithin(0, CHUNK_SAMPLES);
        start += length;
        length = 0;
      }
    }
  } finally {
    // The consumer may stop early; then the file is closed.
    await stream.return?.();
  }
}

const EMPTY = new Float32Array(0);

const newBuffer = () => new Float32Array(HISTORY_SAMPLES + CHUNK_SAMPLES);

/** The tracks of a recording; its only channel is the mean of its channels. */
function tracksOf({ mono, channels }: ModelInput): readonly Float32Array[] {
  return channels.length > 1 ? [mono, ...channels] : [mono];
}
