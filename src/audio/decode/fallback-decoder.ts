import { AudioError } from '../../errors.js';
import type { Waveform } from '../../waveform.js';
import type { DecoderContext } from './decoder.js';
import type { AudioFormat } from './sniff-audio.js';

/** The arguments of a fallback decoder besides the bytes. */
export type FallbackRequest = DecoderContext & {
  /** The format; undefined if the content is not recognised. */
  readonly format: AudioFormat | undefined;
  /** What was found, for error messages, e.g. `an MP4 or M4A file (AAC)`. */
  readonly codec: string;
};

/**
 * Decodes the formats that the built-in decoders do not. All pieces have the same rate and number
 * of channels. It throws an AudioError: `audio-needs-ffmpeg` if its program is missing,
 * `audio-unknown-format` if `format` is undefined and it does not recognise the content either.
 */
export type FallbackDecoder = (
  blob: Blob,
  request: FallbackRequest,
) => AsyncGenerator<Waveform, void>;

let registered: FallbackDecoder | undefined;

/** Sets the decoder for formats without a built-in decoder. A later call replaces the decoder. */
export function registerFallbackDecoder(decoder: FallbackDecoder): void {
  registered = decoder;
}

/**
 * Decodes with the registered fallback decoder.
 *
 * @throws AudioError `audio-needs-ffmpeg` if none is registered; otherwise as the decoder
 */
export function decodeWithFallback(
  blob: Blob,
  request: FallbackRequest,
): AsyncGenerator<Waveform, void> {
  if (!registered) throw needsFallback(request.codec);
  return registered(blob, request);
}

/** Makes the error for a codec that only ffmpeg decodes, if no ffmpeg is available. */
export function needsFallback(codec: string): AudioError {
  return new AudioError(
    'audio-needs-ffmpeg',
    `Found ${codec}, which needs the program ffmpeg, but it is not on PATH. Install it ` +
      '(Debian and Ubuntu: "apt install ffmpeg"; macOS: "brew install ffmpeg"; Windows: "winget ' +
      'install ffmpeg") or convert the recording to WAV.',
  );
}
