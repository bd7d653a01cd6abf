import type { Waveform } from '../waveform.js';
import type { DecodeOptions } from './decode/decode.js';
import { decodePieces } from './decode/decode-pieces.js';
import { joinSamples } from './join-samples.js';
import { checkModelInputSize } from './decode/limits.js';
import { RecordingBuilder, type RecordingDetails } from './recording-builder.js';
import { toModelInput } from './stream-recording.js';

/** A recording as the input of a model, with its details and findings. */
export type Recording = RecordingDetails & {
  /** 16 kHz mono, `[time]`. */
  readonly samples: Float32Array;
};

/**
 * Reads a recording: recognises and decodes the format, resamples each channel to 16 kHz, averages
 * the channels, and checks the result. All samples at 16 kHz are held in memory: 230 MB an hour,
 * and briefly twice as much. `streamRecording` holds only a few seconds.
 *
 * @throws AudioError as `decodeAudio`; `audio-too-short` below 25 ms; `audio-not-finite` if at
 *   least half of the samples are not finite
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
 * @param waveform channels of equal length; it is not changed
 * @throws AudioError `audio-too-short` below 25 ms, `audio-not-finite` if at least half of the
 *   samples are not finite; RangeError if there is no channel, if lengths differ, or if the rate is
 *   not a whole number above 0
 */
export function recordingFromWaveform(waveform: Waveform): Recording {
  checkLengths(waveform.channels);
  const builder = new RecordingBuilder(waveform.sampleRate, waveform.channels.length);
  const first = builder.push(waveform);
  const { input, details } = builder.finish();
  return { samples: joinSamples([first.mono, input.mono]), ...details };
}

function checkLengths(channels: readonly Float32Array[]): void {
  const lengths = new Set(channels.map((channel) => channel.length));
  if (lengths.size === 1) return;
  const found = channels.map((channel) => channel.length).join(', ') || 'no channel';
  throw new RangeError(`Found lengths ${found}, expected channels of equal length.`);
}
