import type { Waveform } from '../waveform.js';
import type { DecodeOptions } from './decode/decode.js';
import { decodePieces } from './decode/decode-pieces.js';
import { joinSamples } from './join-samples.js';
import { checkModelInputSize } from './decode/limits.js';
import { RecordingBuilder, type RecordingDetails } from './recording-builder.js';
import { toModelInput } from './stream-recording.js';

/** A recording in the form that models take, with its findings. */
export type Recording = RecordingDetails & {
  /** 16 kHz mono, `[time]`. */
  readonly samples: Float32Array;
};

/**
 * Reads a recording: decodes it by content, resamples each channel to 16 kHz, averages the
 * channels, and checks the result. All of its samples at 16 kHz are held: 230 MB an hour, and for a
 * moment twice as much; `streamRecording` holds some seconds.
 *
 * @throws AudioError as `decodeAudio`, `audio-too-short` below 25 ms, and `audio-not-finite`
 */
export async function loadRecording(blob: Blob, options: DecodeOptions = {}): Promise<Recording> {
  const stream = toModelInput(decodePieces(blob, { ...options, checkSize: checkModelInputSize }));
  const parts: Float32Array[] = [];
  for (;;) {
    const { done, value } = await stream.next();
    if (done) return { samples: joinSamples(parts), ...value };
    parts.push(value);
  }
}

/**
 * Makes a recording from decoded samples.
 *
 * @param waveform channels of one length; it is not changed
 * @throws AudioError `audio-too-short` below 25 ms, `audio-not-finite` where at least half of the
 *   samples are not finite; RangeError for no channel, unequal lengths or a rate that is no whole
 *   number above 0
 */
export function recordingFromWaveform(waveform: Waveform): Recording {
  checkLengths(waveform.channels);
  const builder = new RecordingBuilder(waveform.sampleRate, waveform.channels.length);
  const first = builder.push(waveform);
  const { samples, details } = builder.finish();
  return { samples: joinSamples([first, samples]), ...details };
}

function checkLengths(channels: readonly Float32Array[]): void {
  const lengths = new Set(channels.map((channel) => channel.length));
  if (lengths.size === 1) return;
  const found = channels.map((channel) => channel.length).join(', ') || 'no channel';
  throw new RangeError(`Found lengths ${found}, expected channels of one length.`);
}
