import { BlobWindow } from '../../decode/blob-window.js';
import { crc32 } from '../../decode/crc.js';
import { corruptAudio } from '../../decode/limits.js';
import { hasText } from '../../decode/sniff-audio.js';

/** A packet of one of the streams in an Ogg file. */
export type OggPacket = {
  /** Serial number of the stream. */
  readonly serial: number;
  readonly bytes: Uint8Array;
  /** Whether it is the first packet of a stream. */
  readonly isFirst: boolean;
  /** Whether it is the last packet of a stream. */
  readonly isLast: boolean;
  /** Number of samples from the start of the stream to the end of this packet, if stated. */
  readonly granule: number | undefined;
  /** Whether its page, or bytes before it, are damaged. */
  readonly isAfterDamage: boolean;
};

const PAGE_HEADER_BYTES = 27;
const MAX_PAGE_BYTES = PAGE_HEADER_BYTES + 255 + 255 * 255;

/** The limit for a packet; the largest ones are tags with a cover picture. */
const MAX_PACKET_BYTES = 64 * 1024 * 1024;

/**
 * Yields the packets of all streams of an Ogg file in order. Damaged places are skipped. If the
 * file ends early, its complete packets are read.
 *
 * @see https://www.rfc-editor.org/rfc/rfc3533#section-6
 * @throws AudioError `audio-corrupt` for a packet larger than `MAX_PACKET_BYTES`
 */
export async function* readOggPackets(blob: Blob): AsyncGenerator<OggPacket> {
  const window = new BlobWindow(blob);
  const unfinished = new Map<number, UnfinishedPacket>();
  let isAfterDamage = false;
  while (window.remaining > PAGE_HEADER_BYTES) {
    const bytes = await window.peek(MAX_PAGE_BYTES);
    if (hasText(bytes, 0, 'OggS')) {
      const page = readPage(bytes);
      isAfterDamage ||= !page.isIntact;
      for (const packet of joinPackets(page, unfinished)) {
        yield { ...packet, isAfterDamage };
        isAfterDamage = false;
      }
      window.skip(page.bytes);
    } else {
      window.skip(bytesToNextPage(bytes));
      isAfterDamage = true;
    }
  }
}

function bytesToNextPage(bytes: Uint8Array): number {
  let at = bytes.indexOf(0x4f, 1);
  while (at > 0 && !hasText(bytes, at, 'OggS')) at = bytes.indexOf(0x4f, at + 1);
  // The last three bytes may be the beginning of the next signature.
  return at > 0 ? at : Math.max(1, bytes.length - 3);
}

type Page = {
  readonly serial: number;
  readonly flags: number;
  readonly granule: number | undefined;
  /** Parts of packets. A packet ends with each part, with the last one only if `isWhole`. */
  readonly parts: readonly Uint8Array[];
  readonly isWhole: boolean;
  /** Whether it is complete and its checksum is correct. */
  readonly isIntact: boolean;
  readonly bytes: number;
};

const CONTINUED = 1;
const FIRST = 2;
const LAST = 4;

function readPage(bytes: Uint8Array): Page {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = view.getUint8(26);
  const granule = view.getBigInt64(6, true);
  const parts: Uint8Array[] = [];
  let start = PAGE_HEADER_BYTES + count;
  let end = start;
  for (const size of bytes.subarray(PAGE_HEADER_BYTES, start)) {
    end += size;
    if (size === 255 || end > bytes.length) continue;
    parts.push(bytes.subarray(start, end));
    start = end;
  }
  const isWhole = start === end;
  if (!isWhole) parts.push(bytes.subarray(start, end));
  return {
    serial: view.getUint32(14, true),
    flags: view.getUint8(5),
    granule: granule < 0n ? undefined : Number(granule),
    parts,
    isWhole,
    isIntact: end <= bytes.length && isIntact(bytes.subarray(0, end)),
    bytes: end,
  };
}

/** Compares the checksum, which is computed with zeros in place of the checksum itself. */
function isIntact(page: Uint8Array): boolean {
  const view = new DataView(page.buffer, page.byteOffset, page.byteLength);
  const head = crc32(new Uint8Array(4), crc32(page.subarray(0, 22)));
  return crc32(page.subarray(26), head) === view.getUint32(22, true);
}

type Joined = Omit<OggPacket, 'isAfterDamage'>;

/** Copies of the parts of a packet that continues on the next page; they are joined at its end. */
type UnfinishedPacket = { readonly parts: Uint8Array[]; bytes: number };

/** Yields the packets that end on a page and stores the part of a packet that does not. */
function* joinPackets(page: Page, unfinished: Map<number, UnfinishedPacket>): Generator<Joined> {
  const { serial, flags, parts, isWhole } = page;
  const before = unfinished.get(serial);
  unfinished.delete(serial);
  const whole = isWhole ? parts.length : parts.length - 1;
  for (const [index, part] of parts.entries()) {
    const isRest = index === 0 && (flags & CONTINUED) !== 0;
    // The rest of a packet cannot be decoded if its beginning is missing.
    if (isRest && !before) continue;
    const started = isRest ? before : undefined;
    if (index === whole) {
      unfinished.set(serial, append(started ?? { parts: [], bytes: 0 }, part));
      continue;
    }
    const isEnd = index === whole - 1;
    const granule = isEnd ? page.granule : undefined;
    const isFirst = index === 0 && (flags & FIRST) !== 0;
    const bytes = started ? concatenate(append(started, part)) : part;
    yield { serial, bytes, isFirst, isLast: isEnd && (flags & LAST) !== 0, granule };
  }
  if (whole <= 0 && (flags & LAST) !== 0) {
    // A page without the end of a packet may still be the last one of the stream.
    const bytes = new Uint8Array(0);
    yield { serial, bytes, isFirst: false, isLast: true, granule: page.granule };
  }
}

function append(packet: UnfinishedPacket, part: Uint8Array): UnfinishedPacket {
  packet.bytes += part.length;
  if (packet.bytes > MAX_PACKET_BYTES) {
    throw corruptAudio('Ogg', `found a packet of more than ${MAX_PACKET_BYTES} bytes`);
  }
  packet.parts.push(part.slice());
  return packet;
}

function concatenate({ parts, bytes }: UnfinishedPacket): Uint8Array {
  const joined = new Uint8Array(bytes);
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
