import type { MpegHeader } from './mpeg-frame.js';
import { hasText } from '../../decode/sniff-audio.js';

/** The content of the tag in the first frame of an MP3 file. */
export type GaplessInfo = {
  /** Samples per channel of all frames except this one; undefined if the tag does not state it. */
  readonly samples: number | undefined;
  /** Samples that the encoder added at the start and the end; undefined if not stated. */
  readonly encoder: { readonly delay: number; readonly padding: number } | undefined;
};

/** Size in bytes of the seek table. */
const TABLE_BYTES = 100;

/**
 * Reads a Xing or Info tag with its LAME extension, or recognises a VBRI tag.
 *
 * @param frame bytes that begin with the frame of this header
 * @returns undefined if the frame has no tag, i.e. holds audio
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
