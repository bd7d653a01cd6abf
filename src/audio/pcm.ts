import type { Waveform } from '../waveform.js';
import { readBlob } from './blob-window.js';
import { Interruption } from './interruption.js';
import { checkDecodedSize, checkLayout, corruptAudio } from './limits.js';

/** How uncompressed samples are written. */
export type PcmEncoding = keyof typeof READERS;

/** Where the samples of an uncompressed file lie. */
export type PcmLayout = {
  /** How messages call the file. */
  readonly format: string;
  readonly encoding: PcmEncoding;
  readonly littleEndian: boolean;
  readonly sampleRate: number;
  readonly channels: number;
  /** Offset of the first sample in the file. */
  readonly start: number;
  /** Bytes of samples as declared; `Infinity` for "until the end of the file". */
  readonly bytes: number;
};

type ReadSample = (view: DataView, at: number, littleEndian: boolean) => number;

/** Bytes of a sample, and its value at full scale 1. */
const READERS = {
  u8: [1, (view, at) => (view.getUint8(at) - 128) / 128],
  s8: [1, (view, at) => view.getInt8(at) / 128],
  s16: [2, (view, at, little) => view.getInt16(at, little) / 2 ** 15],
  s24: [3, (view, at, little) => readInt24(view, at, little) / 2 ** 23],
  s32: [4, (view, at, little) => view.getInt32(at, little) / 2 ** 31],
  f32: [4, (view, at, little) => view.getFloat32(at, little)],
  f64: [8, (view, at, little) => view.getFloat64(at, little)],
  ulaw: [1, (view, at) => MU_LAW[view.getUint8(at)] ?? 0],
  alaw: [1, (view, at) => A_LAW[view.getUint8(at)] ?? 0],
} satisfies Record<string, readonly [bytes: number, read: ReadSample]>;

function readInt24(view: DataView, at: number, littleEndian: boolean): number {
  return littleEndian
    ? (view.getInt8(at + 2) << 16) | view.getUint16(at, true)
    : (view.getInt8(at) << 16) | view.getUint16(at + 1);
}

/** ITU-T G.711: 14-bit values of the 256 codes of mu-law, as fractions of 2^15. */
const MU_LAW = Float32Array.from({ length: 256 }, (_, code) => {
  const bits = ~code & 0xff;
  const magnitude = ((((bits & 15) << 3) + 132) << ((bits >> 4) & 7)) - 132;
  return (bits & 0x80 ? -magnitude : magnitude) / 2 ** 15;
});

/** ITU-T G.711: 13-bit values of the 256 codes of A-law, as fractions of 2^15. */
const A_LAW = Float32Array.from({ length: 256 }, (_, code) => {
  const bits = code ^ 0x55;
  const exponent = (bits >> 4) & 7;
  const mantissa = ((bits & 15) << 4) + 8;
  const magnitude = exponent === 0 ? mantissa : (mantissa + 256) << (exponent - 1);
  return (bits & 0x80 ? magnitude : -magnitude) / 2 ** 15;
});

/** Bytes of one sample of one channel. */
export function sampleBytes(encoding: PcmEncoding): number {
  return READERS[encoding][0];
}

/** Frames decoded between two reads; a mebibyte of 16-bit stereo. */
const STEP_FRAMES = 256 * 1024;

/**
 * Reads uncompressed samples. Where the file ends early, what is there is decoded and
 * one damaged place is counted.
 *
 * @throws AudioError `audio-corrupt` where there is not one sample, `audio-too-long`
 */
export async function decodePcm(
  blob: Blob,
  layout: PcmLayout,
  signal?: AbortSignal,
): Promise<Waveform> {
  const { format, sampleRate, start } = layout;
  checkLayout(format, sampleRate, layout.channels);
  const frameBytes = sampleBytes(layout.encoding) * layout.channels;
  const bytes = Math.min(layout.bytes, blob.size - start);
  const frames = Math.floor(bytes / frameBytes);
  if (frames < 1) throw corruptAudio(format, `found no samples, expected at least one`);
  checkDecodedSize(frames, layout.channels, sampleRate);
  const channels = Array.from({ length: layout.channels }, () => new Float32Array(frames));
  const interruption = new Interruption(signal);
  const step = Math.max(1, Math.floor(STEP_FRAMES / layout.channels));
  for (let frame = 0; frame < frames; frame += step) {
    await interruption.check();
    const from = start + frame * frameBytes;
    const to = start + Math.min(frame + step, frames) * frameBytes;
    spread(await readBlob(blob, from, to), layout, channels, frame);
  }
  // Where the size is unknown, the end of the file is the end.
  const isCut = layout.bytes !== Infinity && layout.bytes > bytes;
  return { sampleRate, channels, ...(isCut && { damagedPlaces: 1 }) };
}

/** Deals interleaved samples out to their channels from time `offset` on. */
function spread(
  bytes: Uint8Array,
  { encoding, littleEndian }: PcmLayout,
  channels: readonly Float32Array[],
  offset: number,
): void {
  const [width, read]: readonly [number, ReadSample] = READERS[encoding];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const frameBytes = width * channels.length;
  const frames = Math.floor(bytes.length / frameBytes);
  for (const [index, channel] of channels.entries()) {
    for (let frame = 0, at = index * width; frame < frames; frame++, at += frameBytes) {
      channel[offset + frame] = read(view, at, littleEndian);
    }
  }
}
