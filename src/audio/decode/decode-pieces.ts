import { AudioError, Wav2EmoError } from '../../errors.js';
import type { Waveform } from '../../waveform.js';
import { UnsupportedCodec } from '../formats/codecs/unsupported-codec.js';
import { decodeFlac } from '../formats/flac/flac.js';
import { decodeWebm } from '../formats/matroska/webm.js';
import { decodeMp3 } from '../formats/mp3/mp3.js';
import { decodeOgg } from '../formats/ogg/ogg.js';
import { decodeAiff } from '../formats/pcm/aiff.js';
import { decodeW64 } from '../formats/pcm/w64.js';
import { decodeWav } from '../formats/pcm/wav.js';
import type { Decoder, DecoderContext } from './decoder.js';
import { decodeWithFallback } from './fallback-decoder.js';
import { corruptAudio } from './limits.js';
import { type AudioFormat, locateAudio } from './sniff-audio.js';
import { decodeUnknown } from './unknown-format.js';

/** Formats with a built-in decoder; all others go to the fallback decoder. */
const DECODERS: Readonly<Partial<Record<AudioFormat, Decoder>>> = {
  wav: decodeWav,
  w64: decodeW64,
  aiff: decodeAiff,
  flac: decodeFlac,
  mp3: decodeMp3,
  ogg: decodeOgg,
  webm: decodeWebm,
};

/** Names of the other formats for error messages. */
const NAMES: Readonly<Partial<Record<AudioFormat, string>>> = {
  mp4: 'an MP4 or M4A file (AAC)',
  aac: 'an AAC file',
  mp2: 'an MPEG layer I or II file',
  amr: 'an AMR file',
  asf: 'a WMA file',
  caf: 'a CAF file',
  au: 'an AU file',
  avi: 'an AVI file',
  ac3: 'an AC-3 file',
  flv: 'an FLV video',
  sphere: 'a NIST SPHERE file',
  voc: 'a Creative Voice file',
  ircam: 'an IRCAM file',
  mpegps: 'an MPEG program stream',
  mpegts: 'an MPEG transport stream',
};

/**
 * Recognises the format of a recording by its content and decodes it with a built-in decoder or
 * with the registered fallback decoder.
 *
 * @throws as `streamAudio`
 */
export const decodePieces: Decoder = async function* (blob, context) {
  context.signal?.throwIfAborted();
  if (blob.size === 0) {
    throw new AudioError('audio-empty', 'The file is empty: found 0 bytes. Record it again.');
  }
  const { format, start } = await locateAudio(blob);
  // Decoders get the bytes after the ID3 tags, at which the format was recognised.
  const recording = start > 0 ? blob.slice(start) : blob;
  let frames = 0;
  try {
    const pieces = format ? decodeFormat(recording, format, context) : decodeUnknown(blob, context);
    for await (const piece of pieces) {
      frames += piece.channels[0]?.length ?? 0;
      yield piece;
    }
  } catch (error) {
    context.signal?.throwIfAborted();
    // A decoder compiled to WebAssembly traps on some damaged files.
    if (error instanceof Wav2EmoError || !(error instanceof WebAssembly.RuntimeError)) throw error;
    throw corruptAudio(format ?? 'recording', 'its decoder failed', error);
  }
  if (frames === 0) throw corruptAudio(format ?? 'recording', 'found no samples');
};

async function* decodeFormat(
  blob: Blob,
  format: AudioFormat,
  context: DecoderContext,
): AsyncGenerator<Waveform, void> {
  const decode = DECODERS[format];
  if (!decode) {
    yield* decodeWithFallback(blob, { ...context, format, codec: NAMES[format] ?? format });
    return;
  }
  let decoded: AlreadyDecoded | undefined;
  try {
    for await (const piece of decode(blob, context)) {
      yield piece;
      decoded = { ...piece, frames: (decoded?.frames ?? 0) + (piece.channels[0]?.length ?? 0) };
    }
  } catch (error) {
    if (!(error instanceof UnsupportedCodec)) throw error;
    const pieces = decodeWithFallback(blob, { ...context, format, codec: error.message });
    yield* decoded ? skipDecoded(pieces, decoded, error) : pieces;
  }
}

/** The layout of the pieces that were yielded before, and their number of samples per channel. */
type AlreadyDecoded = Pick<Waveform, 'sampleRate' | 'channels'> & { readonly frames: number };

/** Skips the samples that a built-in decoder yielded before it found a codec it does not decode. */
async function* skipDecoded(
  pieces: AsyncIterable<Waveform>,
  { sampleRate, channels, frames }: AlreadyDecoded,
  reason: UnsupportedCodec,
): AsyncGenerator<Waveform, void> {
  let framesRead = 0;
  for await (const piece of pieces) {
    if (piece.sampleRate !== sampleRate || piece.channels.length !== channels.length) {
      throw new AudioError(
        'audio-unsupported',
        `Found ${reason.message} in the middle of the file. Convert the recording to WAV.`,
      );
    }
    const start = Math.max(0, frames - framesRead);
    framesRead += piece.channels[0]?.length ?? 0;
    yield { ...piece, channels: piece.channels.map((channel) => channel.subarray(start)) };
  }
}
