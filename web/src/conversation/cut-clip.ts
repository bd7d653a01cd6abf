import { encodeWav } from '../recording/encode-wav.ts';
import { clipWav } from './clip-wav.ts';

/** Larger compressed files are not decoded in the page, because phones have little memory. In bytes. */
const MAXIMUM_BYTES = 40_000_000;

/**
 * Cuts a part out of a recording as a WAV file: bit for bit from a WAV file of any size, decoded by
 * the browser from other formats.
 *
 * @param start in seconds
 * @param end in seconds
 * @returns `undefined` if the browser cannot decode the format or the file is too large for it
 */
export async function cutClip(
  recording: Blob,
  start: number,
  end: number,
): Promise<Blob | undefined> {
  const exact = await clipWav(recording, start, end);
  if (exact) return exact;
  if (recording.size > MAXIMUM_BYTES) return undefined;
  try {
    const context = new OfflineAudioContext(1, 1, 48_000);
    const decoded = await context.decodeAudioData(await recording.arrayBuffer());
    return encodeWav([mixPart(decoded, start, end)], decoded.sampleRate);
  } catch {
    // A format that only the server decodes.
    return undefined;
  }
}

function mixPart(decoded: AudioBuffer, start: number, end: number): Float32Array {
  const { sampleRate, numberOfChannels, length } = decoded;
  const from = Math.floor(start * sampleRate);
  const samples = new Float32Array(
    Math.max(0, Math.min(length, Math.ceil(end * sampleRate)) - from),
  );
  for (let channel = 0; channel < numberOfChannels; channel++) {
    const data = decoded.getChannelData(channel);
    for (let at = 0; at < samples.length; at++)
      samples[at] = (samples[at] ?? 0) + (data[from + at] ?? 0) / numberOfChannels;
  }
  return samples;
}
