import { readVint, vintBytes } from './ebml.js';

/** The packets of one block, all of one track. */
export type MatroskaBlock = { readonly track: number; readonly packets: readonly Uint8Array[] };

/**
 * Splits the content of a Block or SimpleBlock into its packets.
 *
 * @returns undefined if its sizes are impossible
 * @see https://www.rfc-editor.org/rfc/rfc9559#section-10
 */
export function readBlock(content: Uint8Array): MatroskaBlock | undefined {
  const trackBytes = vintBytes(content[0]);
  // Two bytes of time and one of flags follow the track number.
  const head = trackBytes + 3;
  if (trackBytes > 8 || head > content.length) return undefined;
  const track = readVint(content, 0);
  const lacing = ((content[head - 1] ?? 0) >> 1) & 3;
  if (lacing === 0) return { track, packets: [content.subarray(head)] };
  const count = (content[head] ?? 0) + 1;
  const read = lacing === 1 ? xiphSizes : lacing === 3 ? ebmlSizes : evenSizes;
  const { sizes, start } = read(content, head + 1, count);
  const packets = splitPackets(content, start, sizes);
  return packets && { track, packets };
}

type Sizes = { readonly sizes: readonly number[]; readonly start: number };

/**
 * Reads the sizes of all packets but the last. A size is a sum of bytes up to one below 255.
 *
 * @param count number of packets
 */
export function xiphSizes(content: Uint8Array, from: number, count: number): Sizes {
  const sizes: number[] = [];
  let start = from;
  while (sizes.length < count - 1 && start < content.length) {
    let size = 0;
    while (content[start] === 255) size += content[start++] ?? 0;
    size += content[start++] ?? 0;
    sizes.push(size);
  }
  return { sizes, start };
}

/** Reads a first size as a variable-length integer and the others as signed differences. */
function ebmlSizes(content: Uint8Array, from: number, count: number): Sizes {
  const sizes: number[] = [];
  let start = from;
  let size = 0;
  while (sizes.length < count - 1 && start < content.length) {
    const bytes = vintBytes(content[start]);
    const value = readVint(content, start);
    const bias = sizes.length === 0 ? 0 : 2 ** (7 * bytes - 1) - 1;
    size += value - bias;
    sizes.push(size);
    start += bytes;
  }
  return { sizes, start };
}

function evenSizes(content: Uint8Array, start: number, count: number): Sizes {
  const size = (content.length - start) / count;
  return { sizes: new Array<number>(count - 1).fill(size), start };
}

/** Splits the content into packets of these sizes; the last one has the remaining bytes. */
export function splitPackets(
  content: Uint8Array,
  start: number,
  sizes: readonly number[],
): readonly Uint8Array[] | undefined {
  const packets: Uint8Array[] = [];
  let at = start;
  for (const size of sizes) {
    if (!Number.isInteger(size) || size < 0 || at + size > content.length) return undefined;
    packets.push(content.subarray(at, at + size));
    at += size;
  }
  return [...packets, content.subarray(at)];
}
