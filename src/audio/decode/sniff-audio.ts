import { readBlob } from './blob-window.js';
import { findMpegFrame, isAdts } from '../formats/mp3/mpeg-frame.js';

/** A container or codec that is recognised by its content. */
export type AudioFormat =
  | 'wav'
  | 'aiff'
  | 'flac'
  | 'mp3'
  | 'ogg'
  | 'webm'
  | 'mp4'
  | 'aac'
  | 'mp2'
  | 'amr'
  | 'asf'
  | 'caf'
  | 'au'
  | 'w64'
  | 'avi'
  | 'ac3';

/** Room for the false starts that MP3 streams cut from a broadcast begin with. */
const HEAD_BYTES = 16 * 1024;

type Magic = readonly [format: AudioFormat, at: number, text: string, at2?: number, text2?: string];

/** Signatures as Latin-1 text; a second one must hold where it is given. */
const MAGIC: readonly Magic[] = [
  ['wav', 0, 'RIFF', 8, 'WAVE'],
  ['wav', 0, 'RIFX', 8, 'WAVE'],
  ['wav', 0, 'RF64', 8, 'WAVE'],
  ['avi', 0, 'RIFF', 8, 'AVI '],
  ['aiff', 0, 'FORM', 8, 'AIFF'],
  ['aiff', 0, 'FORM', 8, 'AIFC'],
  ['flac', 0, 'fLaC'],
  ['ogg', 0, 'OggS'],
  ['webm', 0, '\x1a\x45\xdf\xa3'],
  ['mp4', 4, 'ftyp'],
  ['mp4', 4, 'moov'],
  ['mp4', 4, 'mdat'],
  ['mp4', 4, 'wide'],
  ['amr', 0, '#!AMR'],
  ['asf', 0, '\x30\x26\xb2\x75\x8e\x66\xcf\x11'],
  ['caf', 0, 'caff'],
  ['au', 0, '.snd'],
  ['w64', 0, 'riff\x2e\x91\xcf\x11'],
  ['ac3', 0, '\x0b\x77'],
];

/**
 * Tells the format of a recording by its content; names and media types are never looked at.
 *
 * @returns undefined where the content is nothing that holds sound
 */
export async function sniffFormat(blob: Blob): Promise<AudioFormat | undefined> {
  const start = await skipId3(blob);
  const head = await readBlob(blob, start, start + HEAD_BYTES);
  return sniffBytes(head);
}

/**
 * Tells the format by the first bytes of a file, after any ID3 tag.
 *
 * @see https://mimesniff.spec.whatwg.org/#matching-an-audio-or-video-type-pattern
 */
function sniffBytes(head: Uint8Array): AudioFormat | undefined {
  const magic = MAGIC.find(
    ([, at, text, at2 = 0, text2 = '']) => hasText(head, at, text) && hasText(head, at2, text2),
  );
  if (magic) return magic[0];
  if (isAdts(head)) return 'aac';
  const frame = findMpegFrame(head);
  if (frame) return frame.header.layer === 3 ? 'mp3' : 'mp2';
  return undefined;
}

/** A tag of 256 MiB, the largest that ID3v2 can say, is legal; more than a few tags are not. */
const MAX_TAGS = 4;

/**
 * Offset of the first byte after the ID3v2 tags that a file begins with.
 *
 * @see https://id3.org/id3v2.4.0-structure section 3.1
 */
export async function skipId3(blob: Blob): Promise<number> {
  let start = 0;
  for (let tags = 0; tags < MAX_TAGS; tags++) {
    const [i, d, three, , , flags = 0, ...size] = await readBlob(blob, start, start + 10);
    if (i !== 0x49 || d !== 0x44 || three !== 0x33 || size.length < 4) break;
    // Four bytes of seven bits each; a flag tells that a footer of ten bytes follows.
    const bytes = size.reduce((sum, byte) => sum * 128 + (byte & 0x7f), 0);
    start += 10 + bytes + (flags & 0x10 ? 10 : 0);
  }
  return start;
}

/** Whether Latin-1 `text` stands at `at`. */
export function hasText(bytes: Uint8Array, at: number, text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    if (bytes[at + index] !== text.charCodeAt(index)) return false;
  }
  return true;
}
