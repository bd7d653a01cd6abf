import { encodeWav } from '../recording/encode-wav.ts';
import { clipWav } from './clip-wav.ts';

/** Larger compressed files are not decoded in the page, because phones have little memory. In bytes. */
const MAXIMUM_BYTES = 40_000_000;

/**
 * Cuts a part out of a recording as a WAV file: bit for bit from a WAV file of any size, decoded by
 * the browser from other formats, or if one channel is wanted.
 *
 * @param start in seconds
 * @param end in seconds
 * @param channel the only channel that is kept, from 0. Default: all of a WAV file, their mean of others
 * @returns `undefined` if the browser cannot decode the format or the file is too large for it
 */
export async function cutClip(
  recording: Blob,
  start: number,
  end: number,
  channel?: number,
): Promise<Blob | undefined> {
  const exact = await clipWav(recording, start, end);
  if (exact && channel === undefined) return exact;
  return exact
    ? await decodePart(exact, 0, Infinity, channel)
    : await decodePart(recording, start, end, channel);
}

async function decodePart(
  recording: Blob,
  start: number,
  end: number,
  channel: number | undefined,
): Promise<Blob | undefined> {
  if (recording.size > MAXIMUM_BYTES) return undefined;
  try {
    const context = new OfflineAudioContext(1, 1, 48_000);
    const decoded = await context.decodeAudioData(await recording.arrayBuffer());
    const channels = Array.from({ length: decoded.numberOfChannels }, (_, at) =>
      decoded.getChannelData(at),
    );
    const kept = channel === undefined ? undefined : channels[channel];
    const part = mixPart(kept ? [kept] : channels, decoded.sampleRate, start, end);
    return encodeWav([part], decoded.sampleRate);
  } catch {
    // A format that only the server decodes.
    return undefined;
  }
}

/** The mean of channels, `[channel][time]`, from a start to an end. */
function mixPart(
  channels: readonly Float32Array[],
  sampleRate: number,
  start: number,
  end: number,
): Float32Array {
  const length = channels[0]?.length ?? 0;
  const from = Math.floor(start * sampleRate);
  const samples = new Float32Array(
    Math.max(0, Math.min(length, Math.ceil(end * sampleRate)) - from),
  );
  for (const data of channels)
    for (let at = 0; at < samples.length; at++)
      samples[at] = (samples[at] ?? 0) + (data[from + at] ?? 0) / channels.length;
  return samples;
}
