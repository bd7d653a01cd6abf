import { readBlob } from '../../decode/blob-window.js';
import type { Decoder } from '../../decode/decoder.js';
import { corruptAudio } from '../../decode/limits.js';
import { decodePcm, type PcmLayout } from './pcm.js';
import { readWavDescription, type WavDescription } from './wav.js';

/** A GUID and eight bytes with the size of the chunk, which includes these 24 bytes. */
const CHUNK_HEAD_BYTES = 24;

/** The head of the `riff` chunk and the GUID `wave` after it. */
const FILE_HEAD_BYTES = 40;

/** The limit for a `fmt` chunk, larger than any in use. */
const MAX_DESCRIPTION_BYTES = 4 * 1024;

const MAX_CHUNKS = 1_000;

/**
 * Decodes a Sony Wave64 file: WAV with 64-bit sizes. Its chunks begin at multiples of eight bytes
 * and are named by GUIDs, which begin with the four letters of the RIFF name.
 *
 * @throws AudioError `audio-corrupt`, `audio-too-long`; UnsupportedCodec for compressed samples
 */
export const decodeW64: Decoder = async function* (blob, context) {
  yield* decodePcm(blob, await readW64Layout(blob), context);
};

async function readW64Layout(blob: Blob): Promise<PcmLayout> {
  let description: WavDescription | undefined;
  for (let at = FILE_HEAD_BYTES, count = 0; count < MAX_CHUNKS; count++) {
    const head = await readBlob(blob, at, at + CHUNK_HEAD_BYTES);
    if (head.length < CHUNK_HEAD_BYTES) break;
    const id = String.fromCharCode(...head.subarray(0, 4));
    const declared = Number(new DataView(head.buffer).getBigUint64(16, true));
    const start = at + CHUNK_HEAD_BYTES;
    const bytes = declared - CHUNK_HEAD_BYTES;
    if (id === 'fmt ') description = await readDescription(blob, start, bytes);
    if (id === 'data' && description) {
      // Programs that write to a pipe leave the size at 0, that of an empty chunk, or a huge one.
      const isUnknown = bytes <= 0 || bytes > 2 ** 53;
      const layout = { format: 'W64', littleEndian: true, ...description, start };
      return { ...layout, bytes: isUnknown ? Infinity : bytes };
    }
    if (bytes < 0) break;
    at = start + Math.ceil(bytes / 8) * 8;
  }
  const missing = description ? 'no samples (chunk "data")' : 'no description (chunk "fmt")';
  throw corruptAudio('W64', `found ${missing}`);
}

async function readDescription(blob: Blob, start: number, bytes: number): Promise<WavDescription> {
  const end = start + Math.min(Math.max(0, bytes), MAX_DESCRIPTION_BYTES);
  const content = await readBlob(blob, start, end);
  if (content.length < 16) {
    throw corruptAudio('W64', `found ${content.length} bytes in its chunk "fmt", expected 16`);
  }
  return readWavDescription(new DataView(content.buffer), true, 'W64');
}
