import { LIVE_LIMITS } from './limits.js';
import { LiveError } from './live-error.js';

/**
 * Decodes a frame of signed 16-bit little-endian samples.
 *
 * @returns mono, `[time]`, full scale -1 to 1
 * @throws LiveError `frame_invalid` if it is empty or ends within a sample, `frame_too_long`
 */
export function decodeFrame(frame: Buffer, sampleRate: number): Float32Array {
  const count = frame.length / 2;
  if (count === 0 || !Number.isInteger(count))
    throw new LiveError(
      'frame_invalid',
      `Found a frame of ${frame.length} bytes, expected samples of 2 bytes each (pcm_s16le).`,
    );
  if (count > LIVE_LIMITS.frameSeconds * sampleRate)
    throw new LiveError(
      'frame_too_long',
      `Found a frame of ${(count / sampleRate).toFixed(1)} s, expected at most ${LIVE_LIMITS.frameSeconds} s. Send about 0.1 s in each message, or use POST /api/v1/classify for recordings.`,
    );
  // Of a scale of 32,768, -1 to just below 1 is the range.
  return Float32Array.from({ length: count }, (_, at) => frame.readInt16LE(2 * at) / 32_768);
}
