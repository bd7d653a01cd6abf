import { AudioError } from '../errors.js';
import type { Finding } from '../findings.js';
import { MODEL_SAMPLE_RATE, type Waveform } from '../waveform.js';
import { checkRecording } from './check-recording.js';
import { decodeAudio, type DecodeOptions } from './decode.js';
import { replaceNotFinite } from './finite.js';
import { mix } from './mix.js';
import { resample } from './resample.js';

/** A recording as models hear it, and what was noticed about it. */
export type Recording = {
  /** 16 kHz mono, `[time]`. */
  readonly samples: Float32Array;
  /** Duration of the original. */
  readonly durationSeconds: number;
  /** Rate of the original, in hertz. */
  readonly sampleRate: number;
  /** Channels of the original. */
  readonly channels: number;
  /** In the order of `FINDINGS`; empty where all is well. */
  readonly findings: readonly Finding[];
};

/** Samples at 16 kHz that the first convolution of every model needs: 25 ms. */
const SHORTEST = 400;

/**
 * Reads a recording: decodes it by content, resamples each channel to 16 kHz, averages the
 * channels, and checks the result.
 *
 * @throws AudioError as `decodeAudio`, `audio-too-short` below 25 ms, and `audio-not-finite`
 */
export async function loadRecording(blob: Blob, options: DecodeOptions = {}): Promise<Recording> {
  return recordingFromWaveform(await decodeAudio(blob, options));
}

/**
 * Makes a recording of samples that are at hand.
 *
 * @param waveform channels of one length; it is left as it is
 * @throws AudioError `audio-too-short` below 25 ms, `audio-not-finite` where at least half of the
 *   samples are not finite; RangeError for no channel, unequal lengths or a rate that is no whole
 *   number above 0
 */
export function recordingFromWaveform(waveform: Waveform): Recording {
  const { sampleRate, channels } = waveform;
  const length = lengthOf(channels);
  const durationSeconds = length / sampleRate;
  if (Math.ceil(durationSeconds * MODEL_SAMPLE_RATE) < SHORTEST) throw tooShort(durationSeconds);
  const { waveform: original, notFinite } = replaceNotFinite(waveform);
  // Resampled first and averaged afterwards, as SpeechBrain does.
  const samples = mix(
    original.channels.map((channel) => resample(channel, sampleRate, MODEL_SAMPLE_RATE)),
  );
  const findings = checkRecording({ original, samples, durationSeconds, notFinite });
  return { samples, durationSeconds, sampleRate, channels: channels.length, findings };
}

function lengthOf(channels: readonly Float32Array[]): number {
  const lengths = new Set(channels.map((channel) => channel.length));
  const [length] = lengths;
  if (length === undefined || lengths.size > 1) {
    const found = channels.map((channel) => channel.length).join(', ') || 'no channel';
    throw new RangeError(`Found lengths ${found}, expected channels of one length.`);
  }
  return length;
}

function tooShort(seconds: number): AudioError {
  return new AudioError(
    'audio-too-short',
    `The recording is too short: found ${(seconds * 1000).toFixed(1)} ms, expected at least ` +
      '25 ms. Record a whole phrase.',
  );
}
