import { BitReader } from './bit-reader.js';
import { checkLayout, corruptAudio } from '../../decode/limits.js';

/** The properties that all frames of a FLAC stream share. */
export type FlacInfo = {
  readonly sampleRate: number;
  readonly channels: number;
  /** Bits per sample. */
  readonly bits: number;
  /** Size of the largest frame in bytes; 0 if the encoder did not know it. */
  readonly maxFrameBytes: number;
  /** Number of samples per channel in the stream; 0 if the encoder did not know it. */
  readonly samples: number;
};

/** Bytes of a STREAMINFO block without its header. */
export const STREAM_INFO_BYTES = 34;

/**
 * Reads a STREAMINFO block.
 *
 * @param block content of the block, without its four header bytes
 * @see https://www.rfc-editor.org/rfc/rfc9639#section-8.2
 * @throws AudioError `audio-corrupt`
 */
export function readFlacInfo(block: Uint8Array): FlacInfo {
  if (block.length < STREAM_INFO_BYTES) {
    const found = `found ${block.length} bytes of STREAMINFO`;
    throw corruptAudio('FLAC', `${found}, expected ${STREAM_INFO_BYTES}`);
  }
  const reader = new BitReader(block, 7);
  const maxFrameBytes = reader.bits(24);
  const sampleRate = reader.bits(20);
  const channels = reader.bits(3) + 1;
  const bits = reader.bits(5) + 1;
  const samples = reader.bits(4) * 2 ** 32 + reader.bits(32);
  checkLayout('FLAC', sampleRate, channels);
  if (bits < 4) throw corruptAudio('FLAC', `found samples of ${bits} bits, expected 4 to 32`);
  return { sampleRate, channels, bits, maxFrameBytes, samples };
}
