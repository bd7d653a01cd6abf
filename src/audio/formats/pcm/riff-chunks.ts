import { readBlob } from '../../decode/blob-window.js';
import { corruptAudio } from '../../decode/limits.js';

/** A named part of a RIFF or IFF file. */
export type Chunk = {
  readonly id: string;
  /** Offset of its first byte of content. */
  readonly start: number;
  /** Declared size of its content in bytes. */
  readonly bytes: number;
};

/** Real files have fewer than twenty chunks; a file of empty ones would take minutes to read. */
const MAX_CHUNKS = 1_000;

/**
 * Yields the chunks of a RIFF or IFF file from offset 12 to the end of the file.
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

/** Whether the next chunk begins at an odd offset: some writers omit the padding byte. */
async function isUnpadded(blob: Blob, end: number, last: string): Promise<boolean> {
  const text = String.fromCharCode(...(await readBlob(blob, end, end + 5)));
  const isName = (name: string) => /^[\x20-\x7e]{4}$/.test(name);
  return text.startsWith(last) || (isName(text.slice(0, 4)) && !isName(text.slice(1)));
}

/** Sizes from this on mean "unknown" if they exceed the file; SoX writes the lowest such size. */
const UNKNOWN_FROM = 0x7f000000;

/**
 * Returns the size in bytes of the samples in a chunk. Programs that write to a pipe cannot fill in
 * the size later and leave it at 0 or at a number near 2^31 or 2^32.
 *
 * @param unknownSize the size that a chunk without samples declares
 * @returns undefined for a chunk that is empty, because another one follows; `Infinity` if it
 *   extends to the end of the file
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

/** Whether a chunk that fits in the file begins at `at`, or the file ends at `at`. */
async function isChunk(blob: Blob, at: number, littleEndian: boolean): Promise<boolean> {
  if (at >= blob.size) return true;
  if (at + 8 > blob.size) return false;
  const { id, start, bytes } = await readChunkHead(blob, at, littleEndian);
  return /^[\x20-\x7e]{4}$/.test(id) && start + bytes <= blob.size;
}

/** The limit for a header chunk, larger than any in use. */
const MAX_HEADER_BYTES = 4 * 1024;

/**
 * Reads the content of a header chunk.
 *
 * @throws AudioError `audio-corrupt` if it has fewer than `least` bytes
 */
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
