import type { Recognition } from '../api/types.ts';

/** The sample rate of the models, so that the spectrogram shows the same band. In hertz. */
const SAMPLE_RATE = 16_000;

/** Larger files are not decoded in the page, because phones have little memory. In bytes. */
const MAXIMUM_BYTES = 40_000_000;

/** The longest recording with a spectrogram, in seconds. */
export const SPECTROGRAM_SECONDS = 120;

/** The samples to draw. */
export type Drawing = {
  /** Mono samples at 16 kHz, or the result's peaks as minimum and maximum in turn. */
  readonly samples: Float32Array;
  /** Whether `samples` are the signal itself. */
  readonly decoded: boolean;
  /** Whether the recording is too large to decode; the browser can probably play it. */
  readonly isLarge: boolean;
};

/**
 * Decodes a recording for drawing and playing; falls back to the result's peaks if the browser
 * cannot decode it, or if it is large or too long for a spectrogram: millions of samples would block
 * the page on a phone.
 */
export async function decodeRecording(
  recording: Blob,
  { peaks, durationSeconds }: Pick<Recognition, 'peaks' | 'durationSeconds'>,
): Promise<Drawing | undefined> {
  const isLong = peaks !== undefined && durationSeconds > SPECTROGRAM_SECONDS;
  const isLarge = recording.size > MAXIMUM_BYTES || isLong;
  const samples = isLarge ? undefined : await decode(recording);
  if (samples) return { samples, decoded: true, isLarge };
  return peaks && { samples: Float32Array.from(peaks), decoded: false, isLarge };
}

async function decode(recording: Blob): Promise<Float32Array | undefined> {
  try {
    const context = new OfflineAudioContext(1, 1, SAMPLE_RATE);
    const buffer = await context.decodeAudioData(await recording.arrayBuffer());
    return mix(buffer);
  } catch {
    // The engine decodes formats that browsers do not.
    return undefined;
  }
}

/** The mean of all channels. */
function mix(buffer: AudioBuffer): Float32Array {
  const { numberOfChannels, length } = buffer;
  if (numberOfChannels === 1) return buffer.getChannelData(0);
  const mixed = new Float32Array(length);
  for (let channel = 0; channel < numberOfChannels; channel++) {
    const samples = buffer.getChannelData(channel);
    for (let at = 0; at < length; at++)
      mixed[at] = (mixed[at] ?? 0) + (samples[at] ?? 0) / numberOfChannels;
  }
  return mixed;
}
