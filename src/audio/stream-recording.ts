import type { Waveform } from '../waveform.js';
import { type DecodeOptions, streamAudio } from './decode/decode.js';
import { RecordingBuilder, type RecordingDetails } from './recording-builder.js';

/**
 * Yields the pieces of a recording, 16 kHz mono, `[time]`, none of them empty, and returns its
 * details at the end.
 */
export type RecordingStream = AsyncGenerator<Float32Array, RecordingDetails, undefined>;

/**
 * Reads a recording with the same samples and findings as `loadRecording`, but holds only a few
 * seconds of it in memory.
 *
 * @throws AudioError as `loadRecording`, but `audio-too-long` only above 24 hours
 */
export function streamRecording(blob: Blob, options: DecodeOptions = {}): RecordingStream {
  return toModelInput(streamAudio(blob, options));
}

/**
 * Converts decoded pieces to 16 kHz mono and checks them.
 *
 * @param pieces all with the same rate and number of channels
 * @throws AudioError as `recordingFromWaveform`; RangeError if there is no piece
 */
export async function* toModelInput(
  pieces: AsyncIterable<Waveform> | Iterable<Waveform>,
): RecordingStream {
  let builder: RecordingBuilder | undefined;
  for await (const piece of pieces) {
    builder ??= new RecordingBuilder(piece.sampleRate, piece.channels.length);
    const samples = builder.push(piece);
    if (samples.length > 0) yield samples;
  }
  if (!builder) throw new RangeError('Found no piece of a recording, expected at least one.');
  const { samples, details } = builder.finish();
  if (samples.length > 0) yield samples;
  return details;
}
