import { BlobWindow } from '../../decode/blob-window.js';
import type { Decoder } from '../../decode/decoder.js';
import { YieldPoint } from '../../decode/yield-point.js';
import { corruptAudio } from '../../decode/limits.js';
import { type GaplessInfo, readGaplessInfo } from './mp3-gapless.js';
import { Mp3FrameDecoder } from './mp3-frame-decoder.js';
import { findMpegFrame, isSameStream, type MpegHeader, readMpegHeader } from './mpeg-frame.js';
import { SampleSink, type Trim } from '../../decode/piece-assembler.js';
import { skipId3 } from '../../decode/sniff-audio.js';

/** Bytes looked at: more than the largest frame, 1,441 bytes, and the header after it. */
const LOOK_BYTES = 16 * 1024;

/**
 * Samples that a decoder is late (ISO 11172-3 filter bank), beyond what the encoder says; see
 * the LAME tag's specification.
 */
const DECODER_DELAY = 529;

/**
 * Reads an MP3 file: MPEG-1, 2 and 2.5 layer III, of constant or variable bit rate. What does not
 * belong to the stream is passed; between two frames it counts as damage. What the encoder added at both ends is left out where it says so.
 *
 * @throws AudioError `audio-corrupt`, `audio-too-long`
 */
export const decodeMp3: Decoder = async function* (blob, { signal, checkSize }) {
  const window = new BlobWindow(blob, await skipId3(blob));
  const found = findMpegFrame(await window.peek(LOOK_BYTES));
  if (!found) throw corruptAudio('MP3', 'found no frame');
  window.skip(found.at);
  const first = found.header;
  const gapless = readGaplessInfo(await window.peek(first.frameBytes), first);
  const sink = new SampleSink('MP3', first, checkSize, trimOf(gapless));
  // A frame with a tag holds no sound.
  if (gapless) window.skip(first.frameBytes);
  const decoder = await Mp3FrameDecoder.open();
  const yieldPoint = new YieldPoint(signal);
  for await (const frame of readFrames(window, first)) {
    await yieldPoint.pass();
    sink.push(frame && decoder.decode(frame.bytes, frame.header));
    yield* sink.take();
  }
  if (sink.length === 0) throw corruptAudio('MP3', 'found no whole frame');
  // Encoders disagree on whether the frame with the tag counts: one frame says nothing.
  const declared = (gapless?.samples ?? 0) - first.frameSamples;
  if (sink.length < declared && sink.damagedPlaces === 0) sink.push(undefined);
  yield sink.finish();
};

/** Leaves out the encoder's padding; without a tag nobody knows how much there is. */
function trimOf(gapless: GaplessInfo | undefined): Trim {
  if (!gapless?.encoder) return {};
  const { delay, padding } = gapless.encoder;
  const end = gapless.samples === undefined ? Infinity : gapless.samples - padding + DECODER_DELAY;
  return { start: delay + DECODER_DELAY, end };
}

type Frame = { readonly bytes: Uint8Array; readonly header: MpegHeader };

/** Gives each whole frame of the stream that `first` belongs to, undefined for damage. */
async function* readFrames(
  window: BlobWindow,
  first: MpegHeader,
): AsyncGenerator<Frame | undefined> {
  let isPassing = false;
  while (window.remaining >= 4) {
    const bytes = await window.peek(LOOK_BYTES);
    const header = readMpegHeader(bytes, 0);
    if (!header || !isSameStream(first, header)) {
      window.skip(bytesToNextFrame(bytes, first));
      isPassing = true;
    } else if (header.frameBytes > bytes.length) {
      yield undefined;
      return;
    } else {
      // Behind the last frame there may be tags; they are no damage.
      if (isPassing) yield undefined;
      isPassing = false;
      yield { bytes: bytes.subarray(0, header.frameBytes), header };
      window.skip(header.frameBytes);
    }
  }
}

/** Bytes up to the next frame of the same stream that another one follows. */
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
