import { type Chunk, readChunk, readChunks, soundBytes } from './riff-chunks.js';
import type { Decoder } from '../../decode/decoder.js';
import { corruptAudio } from '../../decode/limits.js';
import { decodePcm, type PcmEncoding, type PcmLayout } from './pcm.js';
import { UnsupportedCodec } from '../codecs/unsupported-codec.js';

/** Signed PCM by bytes per sample. AIFF stores e.g. 12 bits in the upper bits of whole bytes. */
const SIGNED: Readonly<Record<number, PcmEncoding>> = { 1: 's8', 2: 's16', 3: 's24', 4: 's32' };

/** The supported compression types of AIFF-C; `sowt` is little-endian. */
const COMPRESSIONS: Readonly<Record<string, PcmEncoding | 'signed'>> = {
  NONE: 'signed',
  twos: 'signed',
  sowt: 'signed',
  in24: 's24',
  in32: 's32',
  'raw ': 'u8',
  fl32: 'f32',
  FL32: 'f32',
  fl64: 'f64',
  FL64: 'f64',
  ulaw: 'ulaw',
  ULAW: 'ulaw',
  alaw: 'alaw',
  ALAW: 'alaw',
};

type Description = {
  encoding: PcmEncoding;
  littleEndian: boolean;
  sampleRate: number;
  channels: number;
};

/**
 * Decodes an AIFF or AIFF-C file: PCM of 8 to 32 bits in both byte orders, float, A-law, mu-law.
 *
 * @see https://www.mmsp.ece.mcgill.ca/Documents/AudioFormats/AIFF/AIFF.html
 * @throws AudioError `audio-corrupt`, `audio-too-long`; UnsupportedCodec for compressed samples
 */
export const decodeAiff: Decoder = async function* (blob, context) {
  yield* decodePcm(blob, await readAiffLayout(blob), context);
};

async function readAiffLayout(blob: Blob): Promise<PcmLayout> {
  let description: Description | undefined;
  let sound: { start: number; bytes: number } | undefined;
  for await (const chunk of readChunks(blob, 'AIFF', false, 'SSND')) {
    if (chunk.id === 'COMM') description = await readDescription(blob, chunk);
    if (chunk.id === 'SSND') sound = await readSound(blob, chunk);
    // The two chunks may come in either order.
    if (description && sound) return { format: 'AIFF', ...description, ...sound };
  }
  const missing = description ? 'no samples (chunk "SSND")' : 'no description (chunk "COMM")';
  throw corruptAudio('AIFF', `found ${missing}`);
}

/** Finds the samples, which follow an offset and a block size; undefined for an empty chunk. */
async function readSound(
  blob: Blob,
  chunk: Chunk,
): Promise<{ start: number; bytes: number } | undefined> {
  const bytes = await soundBytes(blob, chunk, false, SOUND_HEAD_BYTES);
  if (bytes === undefined) return undefined;
  const head = { ...chunk, bytes: SOUND_HEAD_BYTES };
  const skipped = SOUND_HEAD_BYTES + (await readChunk(blob, 'AIFF', head, 8)).getUint32(0);
  return { start: chunk.start + skipped, bytes: Math.max(0, bytes - skipped) };
}

const SOUND_HEAD_BYTES = 8;

async function readDescription(blob: Blob, chunk: Chunk): Promise<Description> {
  const view = await readChunk(blob, 'AIFF', chunk, 18);
  const bits = view.getUint16(6);
  const compression = view.byteLength >= 22 ? text(view, 18) : 'NONE';
  const known = COMPRESSIONS[compression];
  const encoding = known === 'signed' ? SIGNED[Math.ceil(bits / 8)] : known;
  if (!encoding) throw new UnsupportedCodec('AIFF', `"${compression}" of ${bits} bits`);
  return {
    encoding,
    littleEndian: compression === 'sowt',
    sampleRate: Math.round(readExtended(view, 8)),
    channels: view.getUint16(0),
  };
}

function text(view: DataView, at: number): string {
  return String.fromCharCode(...new Uint8Array(view.buffer, at, 4));
}

/** Reads an 80-bit IEEE 754 float: 16 bits of sign and exponent, 64 bits of mantissa. */
function readExtended(view: DataView, at: number): number {
  const exponent = (view.getUint16(at) & 0x7fff) - 16_383;
  const sign = view.getUint16(at) & 0x8000 ? -1 : 1;
  return sign * Number(view.getBigUint64(at + 2)) * 2 ** (exponent - 63);
}
