import { AudioError } from '../errors.js';

/** Below this no speech is left to hear; telephones use 8,000. In hertz. */
const MIN_SAMPLE_RATE = 1_000;

/** The highest rate that converters and WAV files use in practice. In hertz. */
const MAX_SAMPLE_RATE = 768_000;

/** Ambisonics of the seventh order; more is a damaged header, not a recording of speech. */
const MAX_CHANNELS = 64;

/**
 * Bytes that the decoded samples of a recording may take, four a sample: 93 minutes of mono at
 * 48 kHz, 4 hours at 16 kHz, so that an hour of one voice is read at any usual rate. It bounds
 * what a small compressed file can ask for: at the end of decoding the pieces of one channel and
 * their joined copy stand side by side, so that memory is at most twice as much.
 */
export const MAX_DECODED_BYTES = 2 ** 30;

/**
 * Refuses rates and numbers of channels that no recording has.
 *
 * @param format how the message calls the file, e.g. `WAV`
 * @throws AudioError `audio-corrupt`
 */
export function checkLayout(format: string, sampleRate: number, channels: number): void {
  if (!(sampleRate >= MIN_SAMPLE_RATE && sampleRate <= MAX_SAMPLE_RATE)) {
    const expected = `expected ${MIN_SAMPLE_RATE} to ${MAX_SAMPLE_RATE} Hz`;
    throw corruptAudio(format, `found a sample rate of ${sampleRate}, ${expected}`);
  }
  if (!(channels >= 1 && channels <= MAX_CHANNELS)) {
    throw corruptAudio(format, `found ${channels} channels, expected 1 to ${MAX_CHANNELS}`);
  }
}

/**
 * Refuses a recording that would not fit in memory, before memory is taken for it.
 *
 * @param frames samples of one channel
 * @throws AudioError `audio-too-long`
 */
export function checkDecodedSize(frames: number, channels: number, sampleRate: number): void {
  if (frames * channels * 4 <= MAX_DECODED_BYTES) return;
  const minutes = (count: number) => `${Math.floor(count / sampleRate / 60)} minutes`;
  const most = Math.floor(MAX_DECODED_BYTES / 4 / channels);
  throw new AudioError(
    'audio-too-long',
    `The recording is too long: found at least ${minutes(frames)} of ${channels} channel(s) at ` +
      `${sampleRate} Hz, expected at most ${minutes(most)}. Cut it into parts.`,
  );
}

/** The error for a file that is of a known format and broken. */
export function corruptAudio(format: string, found: string, cause?: unknown): AudioError {
  return new AudioError(
    'audio-corrupt',
    `The ${format} file is damaged: ${found}. Get the file again or export it anew.`,
    cause === undefined ? {} : { cause },
  );
}
