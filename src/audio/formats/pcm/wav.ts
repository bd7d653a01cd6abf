import { readBlob } from '../../decode/blob-window.js';
import { type Chunk, readChunk, readChunks, soundBytes } from './riff-chunks.js';
import type { Decoder } from '../../decode/decoder.js';
import { corruptAudio } from '../../decode/limits.js';
import { decodePcm, type PcmEncoding, type PcmLayout } from './pcm.js';
import { UnsupportedCodec } from '../codecs/unsupported-codec.js';

/** The supported encodings by `format code/bits per sample`. */
const ENCODINGS: Readonly<Record<string, PcmEncoding>> = {
  '1/8': 'u8',
  '1/16': 's16',
  '1/24': 's24',
  '1/32': 's32',
  '3/32': 'f32',
  '3/64': 'f64',
  '6/8': 'alaw',
  '7/8': 'ulaw',
};

/** The format code WAVE_FORMAT_EXTENSIBLE: the SubFormat GUID begins with the real code. */
const EXTENSIBLE = 0xfffe;

/**
 * Decodes a WAV file: RIFF, RIFX or RF64 with PCM of 8, 16, 24 or 32 bits, float of 32 or 64 bits,
 * A-law or mu-law.
 *
 * @see https://www.mmsp.ece.mcgill.ca/Documents/AudioFormats/WAVE/WAVE.html
 * @see https://tech.ebu.ch/docs/tech/tech3306.pdf for RF64
 * @throws AudioError `audio-corrupt`, `audio-too-long`; UnsupportedCodec for compressed samples
 */
export const decodeWav: Decoder = async function* (blob, context) {
  yield* decodePcm(blob, await readWavLayout(blob), context);
};

/**
 * Reads the chunks of a WAV file before its first sample.
 *
 * @throws AudioError `audio-corrupt`; UnsupportedCodec
 */
export async function readWavLayout(blob: Blob): Promise<PcmLayout> {
  const magic = String.fromCharCode(...(await readBlob(blob, 0, 4)));
  const littleEndian = magic !== 'RIFX';
  let description: WavDescription | undefined;
  let longBytes = Infinity;
  for await (const chunk of readChunks(blob, 'WAV', littleEndian, 'data')) {
    if (chunk.id === 'ds64') longBytes = await readLongSize(blob, chunk);
    if (chunk.id === 'fmt ') {
      const content = await readChunk(blob, 'WAV', chunk, 16);
      description = readWavDescription(content, littleEndian);
    }
    if (chunk.id !== 'data') continue;
    if (!description) break;
    const bytes = await soundBytes(blob, chunk, littleEndian);
    if (bytes === undefined) continue;
    const size = bytes === Infinity ? longBytes : bytes;
    return { format: 'WAV', littleEndian, ...description, start: chunk.start, bytes: size };
  }
  const missing = description ? 'no samples (chunk "data")' : 'no description (chunk "fmt")';
  throw corruptAudio('WAV', `found ${missing}`);
}

/** The content of the `fmt` chunk. */
export type WavDescription = {
  readonly encoding: PcmEncoding;
  readonly sampleRate: number;
  readonly channels: number;
};

/**
 * Reads the content of a `fmt` chunk. The size of a frame is computed from channels and bits,
 * because several recorders write a wrong block align.
 *
 * @throws UnsupportedCodec for compressed samples
 */
export function readWavDescription(
  view: DataView,
  littleEndian: boolean,
  format = 'WAV',
): WavDescription {
  const short = (at: number) => (at + 2 <= view.byteLength ? view.getUint16(at, littleEndian) : 0);
  const code = short(0) === EXTENSIBLE ? short(24) : short(0);
  const channels = short(2);
  const bits = short(14);
  const bytes = Math.ceil(bits / 8);
  // 24-bit samples may be stored in four bytes each, which only the block align shows.
  const width = bytes === 3 && short(12) === 4 * channels ? 4 : bytes;
  const encoding = ENCODINGS[`${code}/${width * 8}`];
  if (!encoding) throw new UnsupportedCodec(format, `code ${code} of ${bits} bits`);
  return { encoding, channels, sampleRate: view.getUint32(4, littleEndian) };
}

/** Reads the 64-bit size of the samples from the `ds64` chunk of an RF64 file. */
async function readLongSize(blob: Blob, chunk: Chunk): Promise<number> {
  const view = await readChunk(blob, 'WAV', chunk, 16);
  return Number(view.getBigUint64(8, true)) || Infinity;
}
