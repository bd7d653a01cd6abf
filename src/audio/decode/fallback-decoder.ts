import { AudioError } from '../../errors.js';
import type { Waveform } from '../../waveform.js';
import type { DecoderContext } from './decoder.js';
import type { AudioFormat } from './sniff-audio.js';

/**
 * Decodes what no decoder of this package reads, at the rate and with the channels of the file.
 *
 * @param codec what was found, for error messages, e.g. `an AAC file`
 * @throws AudioError `audio-needs-ffmpeg`, `audio-corrupt`, `audio-too-long`; FileError
 */
export type FallbackDecoder = (
  blob: Blob,
  format: AudioFormat,
  codec: string,
  context: DecoderContext,
) => AsyncGenerator<Waveform, void>;

let fallback: FallbackDecoder | undefined;

/** Sets the decoder for the formats that this package cannot decode itself; in Node it is ffmpeg. */
export function registerFallbackDecoder(decoder: FallbackDecoder): void {
  fallback = decoder;
}

/** Decodes with the registered decoder. */
export const decodeWithFallback: FallbackDecoder = async function* (blob, format, codec, context) {
  if (!fallback)
    throw new AudioError(
      'audio-unsupported',
      `Found ${codec}, which cannot be decoded here. Convert the recording to WAV.`,
    );
  yield* fallback(blob, format, codec, context);
};
