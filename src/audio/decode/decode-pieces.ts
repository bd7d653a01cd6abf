import { AudioError, Wav2EmoError } from '../../errors.js';
import type { Waveform } from '../../waveform.js';
import { decodeAiff } from '../formats/pcm/aiff.js';
import { readBlob } from './blob-window.js';
import type { Decoder, DecoderContext } from './decoder.js';
import { describeBytes } from './describe-bytes.js';
import { decodeWithFallback } from './fallback-decoder.js';
import { decodeFlac } from '../formats/flac/flac.js';
import { corruptAudio } from './limits.js';
import { decodeMp3 } from '../formats/mp3/mp3.js';
import { decodeOgg } from '../formats/ogg/ogg.js';
import { type AudioFormat, sniffFormat } from './sniff-audio.js';
import { UnsupportedCodec } from '../formats/codecs/unsupported-codec.js';
import { decodeWav } from '../formats/pcm/wav.js';
import { decodeWebm } from '../formats/matroska/webm.js';

/** Formats that are decoded without help; all others are given to ffmpeg. */
const DECODERS: Readonly<Partial<Record<AudioFormat, Decoder>>> = {
  wav: decodeWav,
  aiff: decodeAiff,
  flac: decodeFlac,
  mp3: decodeMp3,
  ogg: decodeOgg,
  webm: decodeWebm,
};

/** How people call the other formats. */
const NAMES: Readonly<Partial<Record<AudioFormat, string>>> = {
  mp4: 'an MP4 or M4A file (AAC)',
  aac: 'an AAC file',
  mp2: 'an MPEG layer I or II file',
  amr: 'an AMR file',
  asf: 'a WMA file',
  caf: 'a CAF file',
  au: 'an AU file',
  w64: 'a Wave64 file',
  avi: 'an AVI file',
  ac3: 'an AC-3 file',
};

/** Bytes that are looked at to say what a file is that is no recording. */
const DESCRIBED_BYTES = 512;

/**
 * Decodes a recording of any format, told by its content, with our own decoders or with ffmpeg.
 *
 * @throws as `streamAudio`
 */
export const decodePieces: Decoder = async function* (blob, context) {
  context.signal?.throwIfAborted();
  if (blob.size === 0) {
    throw new AudioError('audio-empty', 'The file is empty: found 0 bytes. Record it again.');
  }
  const format = await sniffFormat(blob);
  if (format === undefined) throw await unknownFormat(blob);
  let frames = 0;
  try {
    for await (const piece of decodeFormat(blob, format, context)) {
      frames += piece.channels[0]?.length ?? 0;
      yield piece;
    }
  } catch (error) {
    context.signal?.throwIfAborted();
    // A decoder compiled to WebAssembly traps on some damaged files.
    if (error instanceof Wav2EmoError || !isTrap(error)) throw error;
    throw corruptAudio(format, 'its decoder gave up', error);
  }
  if (frames === 0) throw corruptAudio(format, 'found no samples');
};

async function* decodeFormat(
  blob: Blob,
  format: AudioFormat,
  context: DecoderContext,
): AsyncGenerator<Waveform, void> {
  const decode = DECODERS[format];
  if (!decode) {
    yield* decodeWithFallback(blob, format, NAMES[format] ?? format, context);
    return;
  }
  let given: Given | undefined;
  try {
    for await (const piece of decode(blob, context)) {
      yield piece;
      given = { ...piece, frames: (given?.frames ?? 0) + (piece.channels[0]?.length ?? 0) };
    }
  } catch (error) {
    if (!(error instanceof UnsupportedCodec)) throw error;
    const pieces = decodeWithFallback(blob, format, error.message, context);
    yield* given ? passGiven(pieces, given, error) : pieces;
  }
}

/** The layout of what was given away before, and its samples of one channel. */
type Given = Pick<Waveform, 'sampleRate' | 'channels'> & { readonly frames: number };

/** Leaves out what another decoder gave before it met what it cannot decode. */
async function* passGiven(
  pieces: AsyncIterable<Waveform>,
  { sampleRate, channels, frames }: Given,
  reason: UnsupportedCodec,
): AsyncGenerator<Waveform, void> {
  let passed = 0;
  for await (const piece of pieces) {
    if (piece.sampleRate !== sampleRate || piece.channels.length !== channels.length) {
      throw new AudioError(
        'audio-unsupported',
        `Found ${reason.message} in the middle of the file. Convert the recording to WAV.`,
      );
    }
    const start = Math.max(0, frames - passed);
    passed += piece.channels[0]?.length ?? 0;
    yield { ...piece, channels: piece.channels.map((channel) => channel.subarray(start)) };
  }
}

async function unknownFormat(blob: Blob): Promise<AudioError> {
  const looks = describeBytes(await readBlob(blob, 0, DESCRIBED_BYTES));
  return new AudioError(
    'audio-unknown-format',
    `The file is no recording: found ${looks}. Expected WAV, AIFF, FLAC, MP3, Ogg, WebM, M4A or ` +
      'another format of sound.',
  );
}

function isTrap(error: unknown): boolean {
  return error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
}
