import { OutOfBits } from './bit-reader.js';
import { BlobWindow } from '../../decode/blob-window.js';
import type { Decoder } from '../../decode/decoder.js';
import { BadFrame, decodeFlacFrame, type FlacFrame } from './flac-frame.js';
import { type FlacInfo, readFlacInfo, STREAM_INFO_BYTES } from './flac-info.js';
import { YieldPoint } from '../../decode/yield-point.js';
import { corruptAudio } from '../../decode/limits.js';
import { PieceAssembler } from '../../decode/piece-assembler.js';
import { hasText } from '../../decode/sniff-audio.js';

/** The signature at the beginning of a file. */
const MAGIC = 'fLaC';

/** 65,536 samples of 8 channels with 33 bits: no frame is larger. */
const MAX_FRAME_BYTES = 2.5 * 1024 * 1024;

/** Bytes in which a frame is decoded at first; frames of speech are smaller. */
const USUAL_FRAME_BYTES = 32 * 1024;

/** The number of damaged places after which decoding stops: the rest is probably not FLAC. */
const MAX_BROKEN = 200;

/**
 * Decodes a FLAC file. Broken frames are skipped and counted as damage; a missing end also counts.
 * Bytes after the last frame, such as a tag, are ignored.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9639
 * @throws AudioError `audio-corrupt`, `audio-too-long`
 */
export const decodeFlac: Decoder = async function* (blob, { signal, checkSize }) {
  const window = new BlobWindow(blob, MAGIC.length);
  const info = await readMetadata(window);
  // Refuse a declared length that is too long now; the real one is checked while decoding.
  checkSize(info.samples, info.channels, info.sampleRate);
  const assembler = new PieceAssembler('FLAC', info, checkSize);
  const isComplete = () => info.samples > 0 && assembler.length >= info.samples;
  const yieldPoint = new YieldPoint(signal);
  for (let broken = 0; window.remaining > 0 && broken <= MAX_BROKEN;) {
    await yieldPoint.pass();
    const frame = await readFrame(window, info);
    if (frame || !isComplete() || (await isOtherStream(window, info)))
      assembler.push(frame?.samples);
    yield* assembler.take();
    if (!frame) broken++;
    window.skip(frame ? frame.bytes : await bytesToNextSync(window));
  }
  if (assembler.length === 0) throw corruptAudio('FLAC', 'found no frame that can be decoded');
  // A file that ends between two frames has no damaged frame.
  if (info.samples > 0 && !isComplete() && assembler.damagedPlaces === 0) assembler.push(undefined);
  yield assembler.finish();
};

/** Whether another FLAC file with a different layout follows, whose frames cannot be decoded. */
async function isOtherStream(window: BlobWindow, info: FlacInfo): Promise<boolean> {
  const bytes = await window.peek(MAGIC.length + 4 + STREAM_INFO_BYTES);
  if (!hasText(bytes, 0, MAGIC)) return false;
  const start = MAGIC.length + 4;
  const block = bytes.subarray(start, start + STREAM_INFO_BYTES);
  if (block.length < STREAM_INFO_BYTES) return false;
  const other = readFlacInfo(block);
  const names = ['sampleRate', 'channels', 'bits'] as const;
  return names.some((name) => other[name] !== info[name]);
}

/** Reads STREAMINFO and skips the other metadata blocks. */
async function readMetadata(window: BlobWindow): Promise<FlacInfo> {
  let info: FlacInfo | undefined;
  for (let isLast = false; !isLast;) {
    const [head = 0, a = 0, b = 0, c = 0] = (await window.peek(4)).subarray(0, 4);
    const bytes = (a << 16) | (b << 8) | c;
    if (bytes + 4 > window.remaining) throw corruptAudio('FLAC', 'found no audio after its tags');
    window.skip(4);
    isLast = head >= 0x80;
    if ((head & 0x7f) === 0) info ??= readFlacInfo((await window.peek(bytes)).subarray(0, bytes));
    window.skip(bytes);
  }
  if (!info) throw corruptAudio('FLAC', 'found no STREAMINFO block');
  return info;
}

/** Decodes the frame at the start of the window, reading more bytes until it fits. */
async function readFrame(window: BlobWindow, info: FlacInfo): Promise<FlacFrame | undefined> {
  const first = Math.max(info.maxFrameBytes, USUAL_FRAME_BYTES);
  for (let count = Math.min(first, MAX_FRAME_BYTES); ; count *= 4) {
    const bytes = await window.peek(count);
    try {
      return decodeFlacFrame(bytes, 0, info);
    } catch (error) {
      if (error instanceof BadFrame) return undefined;
      if (!(error instanceof OutOfBits)) throw error;
      if (count >= MAX_FRAME_BYTES || bytes.length >= window.remaining) return undefined;
    }
  }
}

/** Returns the number of bytes before the next sync code, at least one. */
async function bytesToNextSync(window: BlobWindow): Promise<number> {
  const bytes = await window.peek(USUAL_FRAME_BYTES);
  let at = bytes.indexOf(0xff, 1);
  while (at > 0 && at + 1 < bytes.length && ((bytes[at + 1] ?? 0) & 0xfe) !== 0xf8) {
    at = bytes.indexOf(0xff, at + 1);
  }
  return at > 0 ? at : bytes.length;
}
