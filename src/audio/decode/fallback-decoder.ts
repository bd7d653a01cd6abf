import { AudioError } from '../../errors.js';
import type { Waveform } from '../../waveform.js';
import type { DecoderContext } from './decoder.js';
import type { AudioFormat } from './sniff-audio.js';

/** What a fallback decoder gets besides the bytes. */
export type FallbackRequest = DecoderContext & {
  /** The container; undefined if the content is not recognised. */
  readonly format: AudioFormat | undefined;
  /** What the built-in decoders do not decode, for messages: `an MP4 or M4A file (AAC)`. */
  readonly codec: string;
};

/**
 * Decodes what the built-in decoders do not, as pieces of one rate and number of channels. It throws
 * the error of `needsFallback` if it is not available, and an AudioError `audio-unknown-format` if
 * it does not recognise content whose `format` is undefined.
 */
export type FallbackDecoder = (
  blob: Blob,
  request: FallbackRequest,
) => AsyncGenerator<Waveform, void>;

let registered: FallbackDecoder | undefined;

/** Sets the decoder for all other formats. A later decoder replaces an earlier one. */
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

/** The error for a codec that only ffmpeg decodes, if there is no ffmpeg. */
export function needsFallback(codec: string): AudioError {
  return new AudioError(
    'audio-needs-ffmpeg',
    `Found ${codec}, which needs the program ffmpeg, and there is none on PATH. Install it ` +
      '(Debian and Ubuntu: "apt install ffmpeg"; macOS: "brew install ffmpeg"; Windows: "winget ' +
      'install ffmpeg") or convert the recording to WAV.',
  );
}
