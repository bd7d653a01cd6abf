import { readBlob } from '../../decode/blob-window.js';
import { type Chunk, readChunk, readChunks, soundBytes } from './riff-chunks.js';
import type { Decoder } from '../../decode/decoder.js';
import { corruptAudio } from '../../decode/limits.js';
import { decodePcm, type PcmEncoding, type PcmLayout } from './pcm.js';
import { UnsupportedCodec } from '../codecs/unsupported-codec.js';

/** Format codes of WAVE whose samples are read here, by bits of a sample. */
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

/** Format code of WAVE_FORMAT_EXTENSIBLE: the real one begins a GUID further on. */
const EXTENSIBLE = 0xfffe;

/**
 * Reads a WAV file: RIFF, RIFX and RF64 with PCM of 8, 16, 24 and 32 bits, float of 32 and 64
 * bits, A-law and mu-law.
 *
 * @see https://www.mmsp.ece.mcgill.ca/Documents/AudioFormats/WAVE/WAVE.html
 * @see https://tech.ebu.ch/docs/tech/tech3306.pdf for RF64
 * @throws AudioError `audio-corrupt`, `audio-too-long`; UnsupportedCodec for compressed samples
 */
export const decodeWav: Decoder = async function* (blob, context) {
  yield* decodePcm(blob, await readWavLayout(blob), context);
};

/**
 * Reads a WAV file up to its first sample.
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

/** What the chunk `fmt` says of the samples. */
export type WavDescription = {
  readonly encoding: PcmEncoding;
  readonly sampleRate: number;
  readonly channels: number;
};

/**
 * Reads the content of a chunk `fmt`. The bytes of a frame follow from channels and bits: several
 * recorders write a wrong block align.
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
  // Samples of 24 bits may stand in four bytes, which only the block align says.
  const width = bytes === 3 && short(12) === 4 * channels ? 4 : bytes;
  const encoding = ENCODINGS[`${code}/${width * 8}`];
  if (!encoding) throw new UnsupportedCodec(format, `code ${code} of ${bits} bits`);
  return { encoding, channels, sampleRate: view.getUint32(4, littleEndian) };
}

/** The 64-bit size of the samples of an RF64 file. */
async function readLongSize(blob: Blob, chunk: Chunk): Promise<number> {
  const view = await readChunk(blob, 'WAV', chunk, 16);
  return Number(view.getBigUint64(8, true)) || Infinity;
}
