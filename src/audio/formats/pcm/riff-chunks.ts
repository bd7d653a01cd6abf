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
 * Lists the chunks of a RIFF or IFF file from offset 12 on, up to the one that holds the samples,
 * and no further than the end of the file.
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
    const head = await readBlob(blob, at, at + 8);
    const id = String.fromCharCode(...head.subarray(0, 4));
    const bytes = new DataView(head.buffer).getUint32(4, littleEndian);
    yield { id, start: at + 8, bytes };
    // Content of odd length is padded to an even one.
    at += 8 + bytes + (bytes % 2);
    if (id === last && at >= blob.size) return;
  }
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
