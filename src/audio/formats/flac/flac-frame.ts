import { BitReader } from './bit-reader.js';
import { crc8, crc16 } from '../../decode/crc.js';
import type { FlacInfo } from './flac-info.js';
import { readSubframe } from './flac-subframe.js';

/** Thrown if a frame violates the format. Internal. */
export class BadFrame extends Error {}

/** The samples of a frame, `[channel][time]`, and its size in bytes. */
export type FlacFrame = { readonly samples: readonly Float32Array[]; readonly bytes: number };

/**
 * Decodes one frame of FLAC.
 *
 * @param at offset of the frame's first byte
 * @returns samples as `[channel][time]`
 * @see https://www.rfc-editor.org/rfc/rfc9639#section-9
 * @throws OutOfBits if the bytes end within the frame; BadFrame if the frame is invalid
 */
export function decodeFlacFrame(bytes: Uint8Array, at: number, info: FlacInfo): FlacFrame {
  const reader = new BitReader(bytes, at);
  const { blockSize, assignment } = readHeader(reader, bytes, at, info);
  const channels = Array.from({ length: info.channels }, (_, channel) => {
    // The difference of two channels needs one more bit.
    return readSubframe(reader, blockSize, info.bits + (SIDE[assignment] === channel ? 1 : 0));
  });
  reader.align();
  const end = reader.byteOffset;
  if (reader.bits(16) !== crc16(bytes, at, end)) throw new BadFrame('checksum of a frame');
  undoStereo(channels, assignment);
  return { samples: channels.map((channel) => scale(channel, info.bits)), bytes: end + 2 - at };
}

const LEFT_SIDE = 8;
const RIGHT_SIDE = 9;
const MID_SIDE = 10;

/** Index of the difference channel by channel assignment. */
const SIDE: Readonly<Record<number, number>> = { [LEFT_SIDE]: 1, [RIGHT_SIDE]: 0, [MID_SIDE]: 1 };

type Header = { blockSize: number; assignment: number };

function readHeader(reader: BitReader, bytes: Uint8Array, at: number, info: FlacInfo): Header {
  // A sync code of 15 bits; the 16th distinguishes fixed from variable block sizes.
  if (reader.bits(16) >> 1 !== 0x7ffc) throw new BadFrame('sync');
  const sizeCode = reader.bits(4);
  const rateCode = reader.bits(4);
  const assignment = reader.bits(4);
  const bitsCode = reader.bits(3);
  const reserved = reader.bits(1);
  skipCodedNumber(reader);
  const blockSize = readBlockSize(reader, sizeCode);
  reader.bits(RATE_BITS[rateCode] ?? 0);
  if (reader.bits(8) !== crc8(bytes, at, reader.byteOffset - 1)) throw new BadFrame('checksum');
  const channels = assignment < LEFT_SIDE ? assignment + 1 : 2;
  const bits = bitsCode === 0 ? info.bits : SAMPLE_BITS[bitsCode];
  const rate = RATES[rateCode] ?? info.sampleRate;
  const isWrong = reserved !== 0 || assignment > MID_SIDE || rateCode === 15;
  if (rate !== info.sampleRate) throw new BadFrame('sample rate');
  if (isWrong || channels !== info.channels || bits !== info.bits) throw new BadFrame('header');
  return { blockSize, assignment };
}

/** Sample rates by code, in hertz; the other codes refer to the stream or to extra bits. */
const RATES: Readonly<Record<number, number>> = {
  ...{ 1: 88_200, 2: 176_400, 3: 192_000, 4: 8_000, 5: 16_000, 6: 22_050 },
  ...{ 7: 24_000, 8: 32_000, 9: 44_100, 10: 48_000, 11: 96_000 },
};

/** Number of extra header bits with the sample rate by code; they are skipped. */
const RATE_BITS: Readonly<Record<number, number>> = { 12: 8, 13: 16, 14: 16 };

const SAMPLE_BITS: Readonly<Record<number, number>> = { 1: 8, 2: 12, 4: 16, 5: 20, 6: 24, 7: 32 };

/** Skips the frame number, which is coded like a UTF-8 character of up to seven bytes. */
function skipCodedNumber(reader: BitReader): void {
  const lead = reader.bits(8);
  const ones = Math.clz32(~(lead << 24));
  if (ones === 1 || ones === 8) throw new BadFrame('frame number');
  for (let more = ones - 1; more > 0; more--) {
    if (reader.bits(8) >> 6 !== 2) throw new BadFrame('frame number');
  }
}

function readBlockSize(reader: BitReader, code: number): number {
  if (code === 0) throw new BadFrame('block size');
  if (code === 1) return 192;
  if (code < 6) return 144 << code;
  if (code === 6) return reader.bits(8) + 1;
  if (code === 7) return reader.bits(16) + 1;
  return 1 << code;
}

/** Converts left/side, side/right or mid/side to left/right in place. */
function undoStereo([one, two]: readonly Float64Array[], assignment: number): void {
  if (!one || !two || assignment < LEFT_SIDE) return;
  for (let at = 0; at < one.length; at++) {
    const a = one[at] ?? 0;
    const b = two[at] ?? 0;
    if (assignment === LEFT_SIDE) two[at] = a - b;
    if (assignment === RIGHT_SIDE) one[at] = a + b;
    if (assignment !== MID_SIDE) continue;
    // Halving removed the lowest bit of the sum; it equals the lowest bit of the difference.
    const sum = 2 * a + Math.abs(b % 2);
    one[at] = (sum + b) / 2;
    two[at] = (sum - b) / 2;
  }
}

/** Scales samples to -1 to 1. A diverging predictor yields samples outside that range. */
function scale(samples: Float64Array, bits: number): Float32Array {
  const factor = 2 ** (1 - bits);
  const scaled = new Float32Array(samples.length);
  for (let at = 0; at < scaled.length; at++) {
    const value = (samples[at] ?? 0) * factor;
    if (!(value >= -1 && value < 1)) throw new BadFrame('sample beyond its bits');
    scaled[at] = value;
  }
  return scaled;
}
