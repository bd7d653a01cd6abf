import { readBlob } from '../../decode/blob-window.js';
import { corruptAudio } from '../../decode/limits.js';

/** A named part of a RIFF or IFF file. */
export type Chunk = {
  readonly id: string;
  /** Offset of its first byte of content. */
  readonly start: number;
  /** Bytes of content as declared. */
  readonly bytes: number;
};

/** Real files have fewer than twenty; a file of empty chunks must not be walked for minutes. */
const MAX_CHUNKS = 1_000;

/**
 * Lists the chunks of a RIFF or IFF file from offset 12 on, no further than the end of the file.
 *
 * @param last id of the chunk with the samples, e.g. `data`
 */
export async function* readChunks(
  blob: Blob,
  format: string,
  littleEndian: boolean,
  last: string,
): AsyncGenerator<Chunk> {
  let at = 12;
  for (let count = 0; at + 8 <= blob.size; count++) {
    if (count === MAX_CHUNKS) throw corruptAudio(format, `found more than ${MAX_CHUNKS} chunks`);
    const chunk = await readChunkHead(blob, at, littleEndian);
    yield chunk;
    const end = chunk.start + chunk.bytes;
    at = chunk.bytes % 2 === 0 || (await isUnpadded(blob, end, last)) ? end : end + 1;
  }
}

async function readChunkHead(blob: Blob, at: number, littleEndian: boolean): Promise<Chunk> {
  const head = await readBlob(blob, at, at + 8);
  const id = String.fromCharCode(...head.subarray(0, 4));
  return { id, start: at + 8, bytes: new DataView(head.buffer).getUint32(4, littleEndian) };
}

/** Whether the next chunk begins at an odd offset: some writers leave out the byte of padding. */
async function isUnpadded(blob: Blob, end: number, last: string): Promise<boolean> {
  const text = String.fromCharCode(...(await readBlob(blob, end, end + 5)));
  const isName = (name: string) => /^[\x20-\x7e]{4}$/.test(name);
  return text.startsWith(last) || (isName(text.slice(0, 4)) && !isName(text.slice(1)));
}

/** From here on a declared size that the file does not reach stands for "unknown": SoX's is the lowest. */
const UNKNOWN_FROM = 0x7f000000;

/**
 * Bytes of samples in a chunk. Programs that write to a pipe cannot come back to fill in the size:
 * they leave it at 0 or at a number near 2^31 or 2^32.
 *
 * @returns undefined for a chunk that is really empty, because another one follows; `Infinity` for
 *   "up to the end of the file"
 */
export async function soundBytes(
  blob: Blob,
  chunk: Chunk,
  littleEndian: boolean,
  unknownSize = 0,
): Promise<number | undefined> {
  const { start, bytes } = chunk;
  if (bytes >= UNKNOWN_FROM && start + bytes > blob.size) return Infinity;
  if (bytes > unknownSize) return bytes;
  const { bytes: fileBytes } = await readChunkHead(blob, 0, littleEndian);
  if (fileBytes === 0 || fileBytes >= UNKNOWN_FROM) return Infinity;
  return (await isChunk(blob, start + bytes, littleEndian)) ? undefined : Infinity;
}

/** Whether a chunk that fits in the file begins at `at`, or the file ends there. */
async function isChunk(blob: Blob, at: number, littleEndian: boolean): Promise<boolean> {
  if (at >= blob.size) return true;
  if (at + 8 > blob.size) return false;
  const { id, start, bytes } = await readChunkHead(blob, at, littleEndian);
  return /^[\x20-\x7e]{4}$/.test(id) && start + bytes <= blob.size;
}

/** More than any header chunk needs. */
const MAX_HEADER_BYTES = 4 * 1024;

/** The content of a header chunk, at least `least` bytes of it. */
export async function readChunk(
  blob: Blob,
  format: string,
  { id, start, bytes }: Chunk,
  least: number,
): Promise<DataView> {
  const content = await readBlob(blob, start, start + Math.min(bytes, MAX_HEADER_BYTES));
  if (content.length < least) {
    const found = `found ${content.length} bytes in its chunk "${id.trim()}"`;
    throw corruptAudio(format, `${found}, expected at least ${least}`);
  }
  return new DataView(content.buffer);
}
