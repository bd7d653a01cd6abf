import type { BlobWindow } from '../../decode/blob-window.js';
import { hasText, id3Bytes } from '../../decode/sniff-audio.js';
import { findMpegFrame, isSameStream, type MpegHeader, readMpegHeader } from './mpeg-frame.js';

/** A complete MP3 frame with its header. */
export type Frame = { readonly bytes: Uint8Array; readonly header: MpegHeader };

/** Bytes read at once: more than the largest frame, 1,441 bytes, and the header after it. */
const PEEK_BYTES = 16 * 1024;

/** Yields each complete frame of the stream to which `first` belongs, and undefined for damage. */
export async function* readFrames(
  window: BlobWindow,
  first: MpegHeader,
): AsyncGenerator<Frame | undefined> {
  let isAfterJunk = false;
  let hasOtherStream = false;
  while (window.remaining >= 4) {
    const bytes = await window.peek(PEEK_BYTES);
    const header = readMpegHeader(bytes, 0);
    const tag = tagBytes(bytes);
    if (header && isSameStream(first, header)) {
      if (header.frameBytes > bytes.length) {
        yield undefined;
        return;
      }
      if (isAfterJunk) yield undefined;
      isAfterJunk = false;
      yield { bytes: bytes.subarray(0, header.frameBytes), header };
      window.skip(header.frameBytes);
    } else if (tag > 0) {
      window.skip(tag);
    } else {
      const junk = bytesToNextFrame(bytes, first);
      // Other bytes after the last frame are not damage, unless they are MP3 of another layout.
      hasOtherStream ||= findMpegFrame(bytes.subarray(0, junk))?.header.layer === 3;
      isAfterJunk = true;
      window.skip(junk);
    }
  }
  if (isAfterJunk && hasOtherStream) yield undefined;
}

const ID3V1_BYTES = 128;
const APE_HEADER_BYTES = 32;

/** Returns the size in bytes of the tag that begins here, 0 if there is none. */
function tagBytes(bytes: Uint8Array): number {
  if (hasText(bytes, 0, 'TAG')) return ID3V1_BYTES;
  if (!hasText(bytes, 0, 'APETAGEX') || bytes.length < APE_HEADER_BYTES) return id3Bytes(bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const isHeader = (view.getUint32(20, true) & 0x2000_0000) !== 0;
  // The size counts the items and the footer, not the header.
  return APE_HEADER_BYTES + (isHeader ? view.getUint32(12, true) : 0);
}

/**
 * Returns the number of bytes before the next frame of the same stream that is followed by another
 * one, at least one byte.
 */
function bytesToNextFrame(bytes: Uint8Array, first: MpegHeader): number {
  const isFrame = (at: number) => {
    const header = readMpegHeader(bytes, at);
    if (!header || !isSameStream(first, header)) return false;
    const next = at + header.frameBytes;
    return next + 4 > bytes.length || isSameStream(first, readMpegHeader(bytes, next));
  };
  let at = bytes.indexOf(0xff, 1);
  while (at > 0 && !isFrame(at)) at = bytes.indexOf(0xff, at + 1);
  return at > 0 ? at : bytes.length;
}
