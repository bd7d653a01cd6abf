import { OutOfBits } from './bit-reader.js';
import { BlobWindow } from '../../decode/blob-window.js';
import type { Decoder } from '../../decode/decoder.js';
import { BadFrame, decodeFlacFrame, type FlacFrame } from './flac-frame.js';
import { type FlacInfo, readFlacInfo } from './flac-info.js';
import { YieldPoint } from '../../decode/yield-point.js';
import { corruptAudio } from '../../decode/limits.js';
import { SampleSink } from '../../decode/piece-assembler.js';
import { skipId3 } from '../../decode/sniff-audio.js';

/** 65,536 samples of 8 channels and 33 bits; a frame never needs more. */
const MAX_FRAME_BYTES = 2.5 * 1024 * 1024;

/** Bytes looked at first; frames of speech are smaller. */
const USUAL_FRAME_BYTES = 32 * 1024;

/** Broken places that are passed; a file with more is not a recording any more. */
const MAX_BROKEN = 200;

/**
 * Reads a FLAC file. Broken frames are left out and counted as damage, and so is an early end.
 * What follows the last frame, as a tag does, is passed.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9639
 * @throws AudioError `audio-corrupt`, `audio-too-long`
 */
export const decodeFlac: Decoder = async function* (blob, { signal, checkSize }) {
  const window = new BlobWindow(blob, (await skipId3(blob)) + 4);
  const info = await readMetadata(window);
  // A header that tells the truth spares the work; one that lies is found out below.
  checkSize(info.samples, info.channels, info.sampleRate);
  const sink = new SampleSink('FLAC', info, checkSize);
  const isWhole = () => info.samples > 0 && sink.length >= info.samples;
  const yieldPoint = new YieldPoint(signal);
  for (let broken = 0; window.remaining > 0 && broken <= MAX_BROKEN;) {
    await yieldPoint.pass();
    const frame = await readFrame(window, info);
    if (frame || !isWhole()) sink.push(frame?.samples);
    yield* sink.take();
    if (!frame) broken++;
    window.skip(frame ? frame.bytes : await bytesToNextSync(window));
  }
  if (sink.length === 0) throw corruptAudio('FLAC', 'found no frame that can be decoded');
  // Cut between two frames; a missing frame elsewhere was counted where it was missed.
  if (info.samples > 0 && !isWhole() && sink.damagedPlaces === 0) sink.push(undefined);
  yield sink.finish();
};

/** Reads STREAMINFO and passes every other block before the frames. */
async function readMetadata(window: BlobWindow): Promise<FlacInfo> {
  let info: FlacInfo | undefined;
  for (let isLast = false; !isLast;) {
    const [head = 0, a = 0, b = 0, c = 0] = (await window.peek(4)).subarray(0, 4);
    const bytes = (a << 16) | (b << 8) | c;
    if (bytes + 4 > window.remaining) throw corruptAudio('FLAC', 'found no sound after its tags');
    window.skip(4);
    isLast = head >= 0x80;
    if ((head & 0x7f) === 0) info ??= readFlacInfo((await window.peek(bytes)).subarray(0, bytes));
    window.skip(bytes);
  }
  if (!info) throw corruptAudio('FLAC', 'found no STREAMINFO block');
  return info;
}

/** Decodes the frame at the window's start with as many bytes as it needs. */
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

/** Bytes up to the next place that looks like a frame, at least one. */
async function bytesToNextSync(window: BlobWindow): Promise<number> {
  const bytes = await window.peek(USUAL_FRAME_BYTES);
  let at = bytes.indexOf(0xff, 1);
  while (at > 0 && at + 1 < bytes.length && ((bytes[at + 1] ?? 0) & 0xfe) !== 0xf8) {
    at = bytes.indexOf(0xff, at + 1);
  }
  return at > 0 ? at : bytes.length;
}
