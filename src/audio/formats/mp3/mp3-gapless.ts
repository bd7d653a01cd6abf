import type { MpegHeader } from './mpeg-frame.js';
import { hasText } from '../../decode/sniff-audio.js';

/** What the tag in the first frame of an MP3 file says. */
export type GaplessInfo = {
  /** Samples of one channel in all frames but this one, if the tag says it. */
  readonly samples: number | undefined;
  /** Samples that the encoder added before and after the sound, if known. */
  readonly encoder: { readonly delay: number; readonly padding: number } | undefined;
};

/** Bytes of the table of contents for seeking. */
const TABLE_BYTES = 100;

/**
 * Reads a Xing or Info tag with its extension by LAME, or recognises a VBRI tag.
 *
 * @param frame begins with the frame of this header
 * @returns undefined if it is a frame of sound
 * @see http://gabriel.mp3-tech.org/mp3infotag.html
 */
export function readGaplessInfo(frame: Uint8Array, header: MpegHeader): GaplessInfo | undefined {
  if (hasText(frame, 36, 'VBRI')) return { samples: undefined, encoder: undefined };
  const tag = 4 + header.sideInfoBytes;
  if (!hasText(frame, tag, 'Xing') && !hasText(frame, tag, 'Info')) return undefined;
  const flags = frame[tag + 7] ?? 0;
  const frames = flags & 1 ? readUint32(frame, tag + 8) : 0;
  const fields = (flags & 1 ? 4 : 0) + (flags & 2 ? 4 : 0) + (flags & 8 ? 4 : 0);
  const lame = tag + 8 + fields + (flags & 4 ? TABLE_BYTES : 0);
  const [a = 0, b = 0, c = 0] = frame.subarray(lame + 21, lame + 24);
  const isKnown = lame + 24 <= Math.min(header.frameBytes, frame.length) && frame[lame] !== 0;
  return {
    samples: frames > 0 ? frames * header.frameSamples : undefined,
    encoder: isKnown ? { delay: (a << 4) | (b >> 4), padding: ((b & 15) << 8) | c } : undefined,
  };
}

function readUint32(bytes: Uint8Array, at: number): number {
  return bytes.subarray(at, at + 4).reduce((sum, byte) => sum * 256 + byte, 0);
}
