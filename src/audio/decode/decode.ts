import type { Waveform } from '../../waveform.js';
import { decodePieces } from './decode-pieces.js';
import { joinSamples } from '../join-samples.js';
import { checkDecodedSize, checkDuration } from './limits.js';

/** Settings of {@link decodeAudio}, {@link streamAudio} and `loadRecording`. */
export type DecodeOptions = {
  /** Aborts the decoding, which then throws the signal's reason. */
  readonly signal?: AbortSignal;
};

/**
 * Decodes a recording: WAV, AIFF, FLAC, MP3, Ogg (Vorbis, Opus, FLAC), WebM and Matroska (Opus,
 * Vorbis, FLAC). With an `ffmpeg` on PATH it also decodes M4A, MP4, AAC, AMR, WMA, CAF, AU and the
 * rarer codecs of the other formats. The format is recognised by content; file names are ignored.
 * If a file has several audio tracks, the first one is decoded.
 *
 * @returns every channel at the file's own rate, full scale -1 to 1; may contain NaN
 * @throws AudioError `audio-empty`, `audio-unknown-format`, `audio-corrupt`, `audio-too-long`,
 *   `audio-unsupported`, `audio-needs-ffmpeg`; FileError if no temporary copy can be made
 */
export async function decodeAudio(blob: Blob, options: DecodeOptions = {}): Promise<Waveform> {
  const pieces: Waveform[] = [];
  const context = { ...options, checkSize: checkDecodedSize };
  for await (const piece of decodePieces(blob, context)) pieces.push(piece);
  const damagedPlaces = pieces.reduce((sum, piece) => sum + (piece.damagedPlaces ?? 0), 0);
  const { sampleRate = 0, channels = [] } = pieces[0] ?? {};
  // `[channel][piece]`: the pieces of a channel can be freed as soon as it is joined.
  const parts = channels.map((_, at) => pieces.map((piece) => piece.channels[at] ?? EMPTY));
  pieces.length = 0;
  return {
    sampleRate,
    channels: parts.map((channel) => joinSamples(channel.splice(0))),
    ...(damagedPlaces > 0 && { damagedPlaces }),
  };
}

const EMPTY = new Float32Array(0);

/**
 * Decodes a recording piece by piece, so that a long one needs no more memory than a short one. The
 * joined pieces equal the result of {@link decodeAudio}. A piece is at most a few seconds long and
 * counts the damaged places before it; the last one may be empty.
 *
 * @throws AudioError and FileError as {@link decodeAudio}, but `audio-too-long` only above 24 hours
 */
export function streamAudio(
  blob: Blob,
  options: DecodeOptions = {},
): AsyncGenerator<Waveform, void> {
  return decodePieces(blob, { ...options, checkSize: checkDuration });
}
