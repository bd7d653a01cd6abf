/** The sample rate of the models, so that the spectrogram shows the same band. In hertz. */
const SAMPLE_RATE = 16_000;

/** Larger files are not decoded in the page, because phones have little memory. In bytes. */
const MAXIMUM_BYTES = 40_000_000;

/** The longest recording with a spectrogram, in seconds. */
export const SPECTROGRAM_SECONDS = 120;

/** The samples to draw. */
export type Drawing = {
  /** Mono samples at 16 kHz, or the server's peaks as minimum and maximum in turn. */
  readonly samples: Float32Array;
  /** Whether `samples` are the signal itself. */
  readonly decoded: boolean;
  /** Whether the file was too large to decode; the browser can probably play it. */
  readonly isLarge: boolean;
};

/**
 * Decodes a recording for drawing and playing; falls back to the server's peaks if the browser
 * cannot decode it or the file is large.
 *
 * @param peaks of the server's result
 */
export async function decodeRecording(
  recording: Blob,
  peaks: readonly number[] | undefined,
): Promise<Drawing | undefined> {
  const isLarge = recording.size > MAXIMUM_BYTES;
  const samples = isLarge ? undefined : await decode(recording);
  if (samples) return { samples, decoded: true, isLarge };
  return peaks && { samples: Float32Array.from(peaks), decoded: false, isLarge };
}

async function decode(recording: Blob): Promise<Float32Array | undefined> {
  try {
    const context = new OfflineAudioContext(1, 1, SAMPLE_RATE);
    const buffer = await context.decodeAudioData(await recording.arrayBuffer());
    const channels = Array.from({ length: buffer.numberOfChannels }, (_, channel) =>
      buffer.getChannelData(channel),
    );
    return Float32Array.from(
      { length: buffer.length },
      (_, at) => channels.reduce((sum, samples) => sum + (samples[at] ?? 0), 0) / channels.length,
    );
  } catch {
    // The server decodes formats that browsers do not.
    return undefined;
  }
}
