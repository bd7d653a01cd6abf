import type { Waveform } from '../../../waveform.js';
import { readBlob } from '../../decode/blob-window.js';
import type { DecoderContext } from '../../decode/decoder.js';
import { YieldPoint } from '../../decode/yield-point.js';
import { checkLayout, corruptAudio } from '../../decode/limits.js';

/** The encoding of uncompressed samples. */
export type PcmEncoding = keyof typeof READERS;

/** The position and encoding of the samples in an uncompressed file. */
export type PcmLayout = {
  /** Name of the format in error messages. */
  readonly format: string;
  readonly encoding: PcmEncoding;
  readonly littleEndian: boolean;
  readonly sampleRate: number;
  readonly channels: number;
  /** Offset of the first sample in the file. */
  readonly start: number;
  /** Declared size of the samples in bytes; `Infinity` means up to the end of the file. */
  readonly bytes: number;
};

type ReadSample = (view: DataView, at: number, littleEndian: boolean) => number;

/** The size of a sample in bytes, and a function that reads it, scaled to -1 to 1. */
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

/** Returns the size in bytes of one sample of one channel. */
export function sampleBytes(encoding: PcmEncoding): number {
  return READERS[encoding][0];
}

/** Bytes read at a time: a third of a second of 16-bit stereo at 48 kHz. */
const STEP_BYTES = 64 * 1024;

/**
 * Decodes the uncompressed samples of a file. If the file ends early, the samples that it holds are
 * decoded, and one damaged place is counted.
 *
 * @throws AudioError `audio-corrupt` if there is no sample, `audio-too-long`
 */
export async function* decodePcm(
  blob: Blob,
  layout: PcmLayout,
  context: DecoderContext,
): AsyncGenerator<Waveform, void> {
  const { format, sampleRate, channels, start } = layout;
  checkLayout(format, sampleRate, channels);
  const end = Math.min(blob.size, start + layout.bytes);
  // Refuse a file that is too long now; the size is checked again while decoding.
  context.checkSize(Math.floor((end - start) / frameBytes(layout)), channels, sampleRate);
  yield* decodePcmParts(readSteps(blob, start, end), layout, context);
}

async function* readSteps(blob: Blob, start: number, end: number): AsyncGenerator<Uint8Array> {
  for (let at = start; at < end; at += STEP_BYTES) {
    yield await readBlob(blob, at, Math.min(end, at + STEP_BYTES));
  }
}

/**
 * Decodes uncompressed samples that arrive in parts, which may be split anywhere.
 *
 * @param parts the bytes from the first sample on
 * @throws AudioError as {@link decodePcm}
 */
export async function* decodePcmParts(
  parts: AsyncIterable<Uint8Array>,
  layout: PcmLayout,
  { signal, checkSize }: DecoderContext,
): AsyncGenerator<Waveform, void> {
  const { format, sampleRate } = layout;
  const yieldPoint = new YieldPoint(signal);
  let remaining = layout.bytes;
  let rest = new Uint8Array(0);
  let frames = 0;
  for await (const part of parts) {
    await yieldPoint.pass();
    const bytes = joinBytes(rest, part.subarray(0, remaining));
    remaining -= bytes.length - rest.length;
    const whole = bytes.length - (bytes.length % frameBytes(layout));
    frames += whole / frameBytes(layout);
    checkSize(frames, layout.channels, sampleRate);
    rest = bytes.slice(whole);
    if (whole > 0) yield { sampleRate, channels: deinterleave(bytes.subarray(0, whole), layout) };
  }
  if (frames === 0) throw corruptAudio(format, 'found no samples, expected at least one');
  // If the size is unknown, the samples extend to the end of the file.
  if (remaining === Infinity || remaining === 0) return;
  yield { sampleRate, channels: deinterleave(new Uint8Array(0), layout), damagedPlaces: 1 };
}

function joinBytes(one: Uint8Array, other: Uint8Array): Uint8Array {
  if (one.length === 0) return other;
  const joined = new Uint8Array(one.length + other.length);
  joined.set(one);
  joined.set(other, one.length);
  return joined;
}

const frameBytes = ({ encoding, channels }: PcmLayout) => sampleBytes(encoding) * channels;

/** Splits interleaved samples into channels. */
function deinterleave(bytes: Uint8Array, layout: PcmLayout): Float32Array[] {
  const [width, read]: readonly [number, ReadSample] = READERS[layout.encoding];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const step = frameBytes(layout);
  return Array.from({ length: layout.channels }, (_, index) => {
    const channel = new Float32Array(bytes.length / step);
    for (let frame = 0, at = index * width; frame < channel.length; frame++, at += step) {
      channel[frame] = read(view, at, layout.littleEndian);
    }
    return channel;
  });
}
