import { BlobWindow } from '../../decode/blob-window.js';
import { readUnsigned, readVint, vintBytes } from './ebml.js';
import { readBlock } from './matroska-block.js';

/** A track of a Matroska or WebM file. */
export type MatroskaTrack = {
  number: number;
  isAudio: boolean;
  /** E.g. `A_OPUS`. */
  codec: string;
  /** The codec's header. */
  codecPrivate: Uint8Array;
  /** Whether its packets are also compressed or encrypted by Matroska. */
  isEncoded: boolean;
};

/** A packet of one of the tracks. */
export type MatroskaPacket = {
  readonly track: MatroskaTrack;
  readonly bytes: Uint8Array;
  /** Duration of the padding at its end, in nanoseconds. */
  readonly discardNanoseconds: number;
};

const SEGMENT = 0x18538067;
const TRACKS = 0x1654ae6b;
const TRACK = 0xae;
const AUDIO = 0xe1;
const CLUSTER = 0x1f43b675;
const BLOCK_GROUP = 0xa0;
const SIMPLE_BLOCK = 0xa3;
const BLOCK = 0xa1;
const DISCARD_PADDING = 0x75a2;

/**
 * Elements whose children are read as if they were siblings. The end of such an element is not
 * needed here, and a streaming recorder does not write its size.
 */
const CONTAINERS = new Set([SEGMENT, TRACKS, TRACK, AUDIO, CLUSTER, BLOCK_GROUP]);

/** More than any audio packet or a second of video; a larger element counts as damage. */
const MAX_ELEMENT_BYTES = 16 * 1024 * 1024;

/** Sets the property of a track that the element with this id states. */
const TRACK_FIELDS: Readonly<Record<number, (track: MatroskaTrack, content: Uint8Array) => void>> =
  {
    0xd7: (track, content) => (track.number = readUnsigned(content)),
    0x83: (track, content) => (track.isAudio = readUnsigned(content) === 2),
    0x86: (track, content) => (track.codec = readText(content)),
    0x63a2: (track, content) => (track.codecPrivate = content.slice()),
    0x6d80: (track) => (track.isEncoded = true),
  };

/**
 * Yields the packets of a Matroska or WebM file in order, even if the recorder never finished it.
 * Damage yields undefined. After damage to the structure, or an early end, no packets follow.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9559
 */
export async function* readMatroskaPackets(blob: Blob): AsyncGenerator<MatroskaPacket | undefined> {
  const tracks: MatroskaTrack[] = [];
  let held: { track: MatroskaTrack; packets: readonly Uint8Array[] } | undefined;
  let isTruncated = false;
  for await (const element of readElements(blob)) {
    if (!element) {
      isTruncated = true;
      break;
    }
    const { id, content } = element;
    const track = tracks.at(-1);
    if (id === TRACK) tracks.push(newTrack());
    else if (track) TRACK_FIELDS[id]?.(track, content);
    if (id === DISCARD_PADDING && held) {
      yield* packetsOf(held, readDiscard(content));
      held = undefined;
    }
    if (id !== BLOCK && id !== SIMPLE_BLOCK) continue;
    // The padding of a block is stated after it, so the previous block is yielded only now.
    if (held) yield* packetsOf(held, 0);
    held = undefined;
    const block = readBlock(content);
    if (!block) yield undefined;
    const owner = tracks.find(({ number }) => number === block?.track);
    if (block && owner) held = { track: owner, packets: block.packets };
  }
  if (held) yield* packetsOf(held, 0);
  if (isTruncated) yield undefined;
}

function* packetsOf(
  { track, packets }: { track: MatroskaTrack; packets: readonly Uint8Array[] },
  discard: number,
): Generator<MatroskaPacket> {
  for (const [index, bytes] of packets.entries()) {
    const discardNanoseconds = index === packets.length - 1 ? discard : 0;
    yield { track, bytes, discardNanoseconds };
  }
}

/** Reads signed nanoseconds; a negative number would ask to insert silence and returns 0. */
function readDiscard(content: Uint8Array): number {
  return (content[0] ?? 0) < 0x80 ? readUnsigned(content) : 0;
}

function newTrack(): MatroskaTrack {
  const codecPrivate = new Uint8Array(0);
  return { number: 0, isAudio: false, codec: '', codecPrivate, isEncoded: false };
}

type Element = { readonly id: number; readonly content: Uint8Array };

/**
 * Yields containers without content, other elements that are read with a copy of their content, and
 * undefined at the end if the segment is damaged or ends early.
 */
async function* readElements(blob: Blob): AsyncGenerator<Element | undefined> {
  const window = new BlobWindow(blob);
  const nothing = new Uint8Array(0);
  let end = Infinity;
  while (window.remaining > 0) {
    const head = await window.peek(12);
    const idBytes = vintBytes(head[0]);
    const sizeBytes = vintBytes(head[idBytes]);
    if (idBytes > 4 || sizeBytes > 8 || idBytes + sizeBytes > head.length) break;
    const id = readUnsigned(head.subarray(0, idBytes));
    const size = readVint(head, idBytes);
    window.skip(idBytes + sizeBytes);
    if (id === SEGMENT) end = window.position + size;
    if (CONTAINERS.has(id)) yield { id, content: nothing };
    else if (isRead(id)) {
      if (size > Math.min(MAX_ELEMENT_BYTES, window.remaining)) break;
      yield { id, content: (await window.peek(size)).slice(0, size) };
      window.skip(size);
    } else window.skip(size);
  }
  // Bytes after the segment are ignored; a segment of unknown size ends with the file.
  const reached = Math.min(window.position, blob.size);
  if (reached < end && (end !== Infinity || window.position !== blob.size)) yield undefined;
}

const READ = new Set([BLOCK, SIMPLE_BLOCK, DISCARD_PADDING]);
const isRead = (id: number) => READ.has(id) || TRACK_FIELDS[id] !== undefined;

function readText(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.subarray(0, 64)).replace(/\0.*$/s, '');
}
