import type { Waveform } from '../waveform.js';
import { type DecodeOptions, streamAudio } from './decode/decode.js';
import { type ModelInput, RecordingBuilder, type RecordingDetails } from './recording-builder.js';

/**
 * Yields the pieces of a recording, 16 kHz mono, `[time]`, none of them empty, and returns its
 * details at the end.
 */
export type RecordingStream = AsyncGenerator<Float32Array, RecordingDetails, undefined>;

/**
 * Yields the pieces of a recording with each of its channels, 16 kHz, none of them empty, and
 * returns its details at the end.
 */
export type ChannelStream = AsyncGenerator<ModelInput, RecordingDetails, undefined>;

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
export function toModelInput(pieces: Waveforms): RecordingStream {
  return convert(pieces, ({ mono }) => mono);
}

/**
 * Reads a recording as {@link streamRecording} and also returns every channel, e.g. for a call with
 * one speaker on each.
 *
 * @throws as {@link streamRecording}
 */
export function streamChannels(blob: Blob, options: DecodeOptions = {}): ChannelStream {
  return toChannelInput(streamAudio(blob, options));
}

/**
 * Converts decoded pieces to 16 kHz, every channel besides their mean, and checks them.
 *
 * @param pieces all with the same rate and number of channels
 * @throws as {@link toModelInput}
 */
export function toChannelInput(pieces: Waveforms): ChannelStream {
  return convert(pieces, (input) => input);
}

type Waveforms = AsyncIterable<Waveform> | Iterable<Waveform>;

async function* convert<Piece>(
  pieces: Waveforms,
  select: (input: ModelInput) => Piece,
): AsyncGenerator<Piece, RecordingDetails, undefined> {
  let builder: RecordingBuilder | undefined;
  for await (const piece of pieces) {
    builder ??= new RecordingBuilder(piece.sampleRate, piece.channels.length);
    const input = builder.push(piece);
    if (input.mono.length > 0) yield select(input);
  }
  if (!builder) throw new RangeError('Found no piece of a recording, expected at least one.');
  const { input, details } = builder.finish();
  if (input.mono.length > 0) yield select(input);
  return details;
}
