import { AudioError } from '../../errors.js';
import { MODEL_SAMPLE_RATE } from '../../waveform.js';

/** The lowest rate in hertz. Speech below it is unintelligible; telephones use 8,000. */
const MIN_SAMPLE_RATE = 1_000;

/** The highest rate in hertz that converters and WAV files use in practice. */
const MAX_SAMPLE_RATE = 768_000;

/** Seventh-order ambisonics has 64 channels; a header with more is damaged. */
const MAX_CHANNELS = 64;

/**
 * The most bytes for the samples of a recording that is held in memory as a whole, with four bytes
 * a sample: 93 minutes of mono at 48 kHz, or four and a half hours of mono at 16 kHz. While the
 * pieces of a channel are joined, memory holds them and their copy: at most twice as much.
 */
const MAX_HELD_BYTES = 2 ** 30;

/**
 * The longest recording that is read piece by piece, in hours. Memory does not limit it, but a
 * damaged or hostile file of one megabyte can hold weeks of silence, which would cost weeks of
 * computation. No recorder writes more than a day into one file.
 */
const MAX_HOURS = 24;

/**
 * Refuses impossible sample rates and numbers of channels.
 *
 * @param format name of the format in the error message, e.g. `WAV`
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
 * Refuses a recording whose decoded samples exceed the memory limit, before memory is allocated.
 *
 * @param frames number of samples per channel
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
 * Refuses a recording that exceeds the memory limit as 16 kHz mono.
 *
 * @throws AudioError `audio-too-long`
 */
export function checkModelInputSize(frames: number, _channels: number, sampleRate: number): void {
  checkDecodedSize(Math.ceil((frames / sampleRate) * MODEL_SAMPLE_RATE), 1, MODEL_SAMPLE_RATE);
}

/**
 * Refuses a recording that is too long to be read piece by piece.
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

/** Makes the error for a damaged file of a known format. */
export function corruptAudio(format: string, found: string, cause?: unknown): AudioError {
  return new AudioError(
    'audio-corrupt',
    `The ${format} file is damaged: ${found}. Get or export the file again.`,
    cause === undefined ? {} : { cause },
  );
}

/** Makes the error for an intact file without an audio track. */
export function holdsNoSound(format: string): AudioError {
  return new AudioError(
    'audio-unsupported',
    `The ${format} file has no audio track, only others such as video. Provide a recording with ` +
      'an audio track.',
  );
}
