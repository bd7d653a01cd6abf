import { findMpegFrame, isAdts } from '../formats/mp3/mpeg-frame.js';
import { readBlob } from './blob-window.js';

/** A container or codec that can be recognised by its content. */
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
  | 'ac3'
  | 'flv'
  | 'sphere'
  | 'voc'
  | 'ircam'
  | 'mpegps'
  | 'mpegts';

/** The format of a recording and the offset at which it begins. */
export type LocatedAudio = {
  /** Undefined if the content is not a known audio format. */
  readonly format: AudioFormat | undefined;
  /** Offset after the ID3 tags. */
  readonly start: number;
};

/** The first MP3 frame is searched in this many bytes, as players and ffmpeg do. */
const HEAD_BYTES = 64 * 1024;

/** The same after an ID3 tag, whose declared size may not include padding or a picture. */
const TAGGED_HEAD_BYTES = 1024 * 1024;

type Magic = readonly [format: AudioFormat, at: number, text: string, at2?: number, text2?: string];

/** Signatures as Latin-1 text with their offsets; if there is a second one, it must match too. */
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
  ['flv', 0, 'FLV\x01'],
  ['sphere', 0, 'NIST_1A\n'],
  ['voc', 0, 'Creative Voice File\x1a'],
  ['mpegps', 0, '\0\0\x01\xba'],
  // IRCAM files of four machines, in both byte orders.
  ...['\x01', '\x02', '\x03', '\x04'].flatMap((machine): Magic[] => [
    ['ircam', 0, `\x64\xa3${machine}\0`],
    ['ircam', 0, `\0${machine}\xa3\x64`],
  ]),
];

/**
 * Recognises the format of a recording by its content. File names and media types are ignored.
 *
 * @returns undefined if the content is not a known audio format
 */
export async function sniffFormat(blob: Blob): Promise<AudioFormat | undefined> {
  return (await locateAudio(blob)).format;
}

/** Recognises the format of a recording and finds the offset at which it begins. */
export async function locateAudio(blob: Blob): Promise<LocatedAudio> {
  const start = await skipId3(blob);
  const head = await readBlob(blob, start, start + mpegSearchBytes(start > 0));
  return { format: sniffBytes(head), start };
}

/** The number of bytes in which the first frame of MPEG audio is searched. */
export function mpegSearchBytes(isTagged: boolean): number {
  return isTagged ? TAGGED_HEAD_BYTES : HEAD_BYTES;
}

/**
 * Recognises the format by the first bytes after any ID3 tags.
 *
 * @see https://mimesniff.spec.whatwg.org/#matching-an-audio-or-video-type-pattern
 */
function sniffBytes(head: Uint8Array): AudioFormat | undefined {
  const magic = MAGIC.find(
    ([, at, text, at2 = 0, text2 = '']) => hasText(head, at, text) && hasText(head, at2, text2),
  );
  if (magic) return magic[0];
  if (isTransportStream(head)) return 'mpegts';
  if (isAdts(head)) return 'aac';
  const frame = findMpegFrame(head);
  if (frame) return frame.header.layer === 3 ? 'mp3' : 'mp2';
  return undefined;
}

/** Whether four MPEG-TS packets begin here. On Blu-ray, each follows a timestamp of four bytes. */
function isTransportStream(head: Uint8Array): boolean {
  const isSync = (start: number, step: number) =>
    [0, 1, 2, 3].every((packet) => head[start + packet * step] === 0x47);
  return isSync(0, 188) || isSync(4, 192);
}

/** At most this many tags at the beginning of a file are skipped. */
const MAX_TAGS = 4;

/**
 * Returns the offset of the first byte after the ID3v2 tags at the beginning of a file. If a tag
 * declares a size beyond the end of the file, only its header is skipped.
 *
 * @see https://id3.org/id3v2.4.0-structure section 3.1
 */
export async function skipId3(blob: Blob): Promise<number> {
  let start = 0;
  for (let tags = 0; tags < MAX_TAGS; tags++) {
    const bytes = id3Bytes(await readBlob(blob, start, start + ID3_HEADER_BYTES));
    if (bytes === 0) break;
    if (start + bytes >= blob.size) return start + ID3_HEADER_BYTES;
    start += bytes;
  }
  return start;
}

const ID3_HEADER_BYTES = 10;

/**
 * Returns the size of the ID3v2 tag that begins here with header and footer, 0 if there is none.
 */
export function id3Bytes(head: Uint8Array): number {
  if (!hasText(head, 0, 'ID3') || head.length < ID3_HEADER_BYTES) return 0;
  const size = head.subarray(6, ID3_HEADER_BYTES);
  // The size has four bytes of seven bits each; a flag declares a footer of ten bytes.
  const bytes = size.reduce((sum, byte) => sum * 128 + (byte & 0x7f), 0);
  return ID3_HEADER_BYTES + bytes + ((head[5] ?? 0) & 0x10 ? ID3_HEADER_BYTES : 0);
}

/** Whether the bytes from `at` on equal the Latin-1 `text`. */
export function hasText(bytes: Uint8Array, at: number, text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    if (bytes[at + index] !== text.charCodeAt(index)) return false;
  }
  return true;
}
