import { AudioError } from '../../errors.js';
import { MODEL_SAMPLE_RATE } from '../../waveform.js';

/** Below this rate no speech is intelligible; telephones use 8,000. In hertz. */
const MIN_SAMPLE_RATE = 1_000;

/** The highest rate that converters and WAV files use in practice. In hertz. */
const MAX_SAMPLE_RATE = 768_000;

/** Ambisonics of the seventh order; more is a damaged header, not a recording of speech. */
const MAX_CHANNELS = 64;

/**
 * Bytes that the samples of a recording may take if all are held at once, four for each sample:
 * decoded, 93 minutes of mono at 48 kHz; as 16 kHz mono, 4 hours and a half. At the end the
 * pieces of one channel and their joined copy stand side by side, so that memory is at most twice
 * as much.
 */
const MAX_HELD_BYTES = 2 ** 30;

/**
 * The longest recording that is read piece by piece, in hours. Memory does not bound it; a day is
 * more than any recorder writes into one file, and a damaged or hostile one of a megabyte may claim
 * weeks of silence, which would be computed.
 */
const MAX_HOURS = 24;

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
 * Refuses a recording whose decoded samples would not fit in memory, before memory is taken.
 *
 * @param frames samples of one channel
 * @throws AudioError `audio-too-long`
 */
export function checkDecodedSize(frames: number, channels: number, sampleRate: number): void {
  if (frames * channels * 4 <= MAX_HELD_BYTES) return;
  const minutes = (count: number) => `${Math.floor(count / sampleRate / 60)} minutes`;
  const most = Math.floor(MAX_HELD_BYTES / 4 / channels);
  throw new AudioError(
    'audio-too-long',
    `The recording is too long: found at least ${minutes(frames)} of ${channels} channel(s) at ` +
      `${sampleRate} Hz, expected at most ${minutes(most)}. Cut it into parts.`,
  );
}

/**
 * Refuses a recording that would not fit in memory as 16 kHz mono.
 *
 * @throws AudioError `audio-too-long`
 */
export function checkModelInputSize(frames: number, _channels: number, sampleRate: number): void {
  checkDecodedSize(Math.ceil((frames / sampleRate) * MODEL_SAMPLE_RATE), 1, MODEL_SAMPLE_RATE);
}

/**
 * Refuses a recording that is too long even to be read piece by piece.
 *
 * @throws AudioError `audio-too-long`
 */
export function checkDuration(frames: number, _channels: number, sampleRate: number): void {
  if (frames <= MAX_HOURS * 3600 * sampleRate) return;
  throw new AudioError(
    'audio-too-long',
    `The recording is too long: found more than ${MAX_HOURS} hours. Cut it into parts.`,
  );
}

/** The error for a damaged file of a known format. */
export function corruptAudio(format: string, found: string, cause?: unknown): AudioError {
  return new AudioError(
    'audio-corrupt',
    `The ${format} file is damaged: ${found}. Get the file again or export it anew.`,
    cause === undefined ? {} : { cause },
  );
}

/** The error for a file that is in order and has no track of sound. */
export function holdsNoSound(format: string): AudioError {
  return new AudioError(
    'audio-unsupported',
    `The ${format} file holds no sound, only other tracks such as pictures. Give a recording with ` +
      'a track of sound.',
  );
}
