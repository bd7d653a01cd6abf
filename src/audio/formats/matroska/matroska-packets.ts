import { BlobWindow } from '../../decode/blob-window.js';
import { readUnsigned, readVint, vintBytes } from './ebml.js';
import { readBlock } from './matroska-block.js';

/** A track of a Matroska or WebM file. */
export type MatroskaTrack = {
  number: number;
  isAudio: boolean;
  /** E.g. `A_OPUS`. */
  codec: string;
  /** What the codec needs to start. */
  codecPrivate: Uint8Array;
  /** Whether its packets are compressed or encrypted once more. */
  isEncoded: boolean;
};

/** A packet of one of the tracks. */
export type MatroskaPacket = {
  readonly track: MatroskaTrack;
  readonly bytes: Uint8Array;
  /** Nanoseconds of padding at its end. */
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
 * Elements whose content is read as if it stood outside of them: where they end makes no
 * difference here, and a recorder that streams does not know it.
 */
const CONTAINERS = new Set([SEGMENT, TRACKS, TRACK, AUDIO, CLUSTER, BLOCK_GROUP]);

/** More than a second of video or an hour of Opus headers; a longer element is damage. */
const MAX_ELEMENT_BYTES = 16 * 1024 * 1024;

/** Sets what an element within a track says about it. */
const TRACK_FIELDS: Readonly<Record<number, (track: MatroskaTrack, content: Uint8Array) => void>> =
  {
    0xd7: (track, content) => (track.number = readUnsigned(content)),
    0x83: (track, content) => (track.isAudio = readUnsigned(content) === 2),
    0x86: (track, content) => (track.codec = readText(content)),
    0x63a2: (track, content) => (track.codecPrivate = content.slice()),
    0x6d80: (track) => (track.isEncoded = true),
  };

/**
 * Reads the packets of a Matroska or WebM file in order, also one that was never finished. If
 * the file ends early or is damaged, it yields the packets before, and undefined for the damage.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9559
 */
export async function* readMatroskaPackets(blob: Blob): AsyncGenerator<MatroskaPacket | undefined> {
  const tracks: MatroskaTrack[] = [];
  let held: { track: MatroskaTrack; packets: readonly Uint8Array[] } | undefined;
  let isCut = false;
  for await (const element of readElements(blob)) {
    if (!element) {
      isCut = true;
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
    // What is to be discarded of a block stands behind it.
    if (held) yield* packetsOf(held, 0);
    held = undefined;
    const block = readBlock(content);
    if (!block) yield undefined;
    const owner = tracks.find(({ number }) => number === block?.track);
    if (block && owner) held = { track: owner, packets: block.packets };
  }
  if (held) yield* packetsOf(held, 0);
  if (isCut) yield undefined;
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

/** Nanoseconds as a signed number; below 0 it asks for silence to be added, which is not done. */
function readDiscard(content: Uint8Array): number {
  return (content[0] ?? 0) < 0x80 ? readUnsigned(content) : 0;
}

function newTrack(): MatroskaTrack {
  const codecPrivate = new Uint8Array(0);
  return { number: 0, isAudio: false, codec: '', codecPrivate, isEncoded: false };
}

type Element = { readonly id: number; readonly content: Uint8Array };

/**
 * Elements that are entered come without content, the others with a copy of theirs; undefined
 * comes last where the segment ends before its time or in damage.
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
  // What follows the segment is not part of it; one of unknown size ends with the file.
  const reached = Math.min(window.position, blob.size);
  if (reached < end && (end !== Infinity || window.position !== blob.size)) yield undefined;
}

const READ = new Set([BLOCK, SIMPLE_BLOCK, DISCARD_PADDING]);
const isRead = (id: number) => READ.has(id) || TRACK_FIELDS[id] !== undefined;

function readText(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.subarray(0, 64)).replace(/\0.*$/s, '');
}
