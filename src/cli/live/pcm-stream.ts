import type { SampleStream } from '../../inference/index.js';
import { type PcmLayout, readWavHeader } from './wav-header.js';

/** What a stream without a header contains. */
const RAW: PcmLayout = { sampleRate: 16_000, channels: 1, dataOffset: 0 };
/** Pieces are short, so that every measurement is computed, however fast the sound comes. */
const PIECE_SECONDS = 0.1;

/**
 * Reads sound from bytes while they arrive: a WAV stream, or else 16-bit samples, 16 kHz, mono.
 *
 * @throws AudioError if the header of a WAV stream cannot be used
 */
export async function readPcm(bytes: AsyncIterable<Buffer>): Promise<SampleStream> {
  const chunks = bytes[Symbol.asyncIterator]();
  let start: Buffer = Buffer.alloc(0);
  let layout: PcmLayout | undefined;
  while (!layout) {
    const next = await chunks.next();
    if (!next.done) start = Buffer.concat([start, next.value]);
    layout = next.done ? RAW : layoutOf(start);
  }
  const { sampleRate, dataOffset } = layout;
  return { sampleRate, pieces: toPieces(start.subarray(dataOffset), chunks, layout) };
}

/** @returns `undefined` if more bytes are needed */
function layoutOf(start: Buffer): PcmLayout | undefined {
  const magic = 'RIFF';
  const found = start.toString('latin1', 0, 4);
  if (!magic.startsWith(found.slice(0, start.length))) return RAW;
  return start.length < 12 ? undefined : readWavHeader(start);
}

async function* toPieces(
  start: Buffer,
  chunks: AsyncIterator<Buffer>,
  { sampleRate, channels }: PcmLayout,
): AsyncGenerator<readonly Float32Array[]> {
  const frameBytes = 2 * channels;
  const pieceBytes = frameBytes * Math.round(PIECE_SECONDS * sampleRate);
  try {
    for (let rest = start; ;) {
      // A chunk may end within a sample.
      const whole = rest.length - (rest.length % frameBytes);
      for (let at = 0; at < whole; at += pieceBytes)
        yield split(rest.subarray(at, Math.min(whole, at + pieceBytes)), channels);
      const next = await chunks.next();
      if (next.done) return;
      rest = Buffer.concat([rest.subarray(whole), next.value]);
    }
  } finally {
    await chunks.return?.();
  }
}

/** @returns `[channel][time]`, full scale -1 to 1 */
function split(bytes: Buffer, channels: number): Float32Array[] {
  const length = bytes.length / (2 * channels);
  return Array.from({ length: channels }, (_, channel) =>
    Float32Array.from(
      { length },
      (_sample, at) => bytes.readInt16LE(2 * (at * channels + channel)) / 32_768,
    ),
  );
}
