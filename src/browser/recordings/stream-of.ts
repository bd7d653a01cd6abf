import type { SampleStream } from '../../inference/index.js';

/**
 * Samples in memory as a stream.
 *
 * @param samples of one channel, `[time]`, or of several, `[channel][time]`
 */
export function streamOf(
  samples: Float32Array | readonly Float32Array[],
  sampleRate: number,
): SampleStream {
  const channels = samples instanceof Float32Array ? [samples] : samples;
  return { sampleRate, pieces: cut(channels, sampleRate) };
}

/** Posting a piece copies it, so that a piece has at most a few seconds. */
const PIECE_SECONDS = 5;

async function* cut(
  channels: readonly Float32Array[],
  sampleRate: number,
): AsyncGenerator<readonly Float32Array[]> {
  const length = channels[0]?.length ?? 0;
  const step = Math.ceil(PIECE_SECONDS * sampleRate);
  for (let start = 0; start < length; start += step)
    yield await Promise.resolve(channels.map((channel) => channel.slice(start, start + step)));
}
