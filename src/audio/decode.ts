import { AudioError, Wav2EmoError } from '../errors.js';
import type { Waveform } from '../waveform.js';
import { decodeAiff } from './aiff.js';
import { readBlob } from './blob-window.js';
import { describeBytes } from './describe-bytes.js';
import { decodeWithFfmpeg } from './ffmpeg.js';
import { decodeFlac } from './flac.js';
import { corruptAudio } from './limits.js';
import { decodeMp3 } from './mp3.js';
import { decodeOgg } from './ogg.js';
import { type AudioFormat, sniffFormat } from './sniff.js';
import { UnsupportedCodec } from './unsupported-codec.js';
import { decodeWav } from './wav.js';
import { decodeWebm } from './webm.js';

/** Settings of {@link decodeAudio} and `loadRecording`. */
export type DecodeOptions = {
  /** Ends the work early; its reason is what is thrown. */
  readonly signal?: AbortSignal;
};

type Decode = (blob: Blob, signal?: AbortSignal) => Promise<Waveform>;

/** Formats that are decoded without help; all others are given to ffmpeg. */
const DECODERS: Readonly<Partial<Record<AudioFormat, Decode>>> = {
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
 * Decodes a recording: WAV, AIFF, FLAC, MP3, Ogg (Vorbis, Opus, FLAC), WebM and Matroska (Opus,
 * Vorbis, FLAC), and with an `ffmpeg` on PATH also M4A, MP4, AAC, AMR, WMA, CAF, AU and the rarer
 * codecs of the former. The format is told by content; a name is never looked at.
 *
 * @returns every channel at the file's own rate, full scale -1 to 1, not checked for NaN
 * @throws AudioError `audio-empty`, `audio-unknown-format`, `audio-corrupt`, `audio-too-long`,
 *   `audio-unsupported`, `audio-needs-ffmpeg`; FileError where no temporary copy can be made
 */
export async function decodeAudio(blob: Blob, options: DecodeOptions = {}): Promise<Waveform> {
  const { signal } = options;
  signal?.throwIfAborted();
  if (blob.size === 0) {
    throw new AudioError('audio-empty', 'The file is empty: found 0 bytes. Record it again.');
  }
  const format = await sniffFormat(blob);
  if (format === undefined) throw await unknownFormat(blob);
  try {
    const waveform = await decodeFormat(blob, format, signal);
    if (!waveform.channels[0]?.length) throw corruptAudio(format, 'found no samples');
    return waveform;
  } catch (error) {
    signal?.throwIfAborted();
    // A decoder compiled to WebAssembly traps on some damaged files.
    if (error instanceof Wav2EmoError || !isTrap(error)) throw error;
    throw corruptAudio(format, 'its decoder gave up', error);
  }
}

async function decodeFormat(
  blob: Blob,
  format: AudioFormat,
  signal?: AbortSignal,
): Promise<Waveform> {
  const decode = DECODERS[format];
  if (!decode) return decodeWithFfmpeg(blob, format, NAMES[format] ?? format, signal);
  try {
    return await decode(blob, signal);
  } catch (error) {
    if (!(error instanceof UnsupportedCodec)) throw error;
    return decodeWithFfmpeg(blob, format, error.message, signal);
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
