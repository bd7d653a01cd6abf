import type { Waveform } from '../../../waveform.js';
import { BlobWindow } from '../../decode/blob-window.js';
import type { CheckSize, Decoder } from '../../decode/decoder.js';
import { YieldPoint } from '../../decode/yield-point.js';
import { corruptAudio } from '../../decode/limits.js';
import { type GaplessInfo, readGaplessInfo } from './mp3-gapless.js';
import { Mp3FrameDecoder } from './mp3-frame-decoder.js';
import { findMpegFrame, type MpegHeader } from './mpeg-frame.js';
import { type Frame, readFrames } from './mp3-frames.js';
import { PieceAssembler } from '../../decode/piece-assembler.js';
import { mpegSearchBytes } from '../../decode/sniff-audio.js';

/**
 * The delay of every decoder in samples, caused by the filter bank of ISO 11172-3. It adds to the
 * encoder delay in the tag (specification of the LAME tag).
 */
const DECODER_DELAY = 529;

/** A tag declares at most 4,095 samples of padding, and its frame count may be off by one. */
const LOOKBACK_SAMPLES = 8 * 1024;

/**
 * Decodes an MP3 file: MPEG-1, 2 and 2.5 layer III of constant or variable bit rate. If several MP3
 * files are concatenated, all of them are decoded. Bytes that do not belong to the stream are
 * skipped; between two frames they count as damage unless they are a tag. The padding that the
 * encoder added at both ends of each file is removed if a tag declares it.
 *
 * @throws AudioError `audio-corrupt`, `audio-too-long`
 */
export const decodeMp3: Decoder = async function* (blob, { signal, checkSize }) {
  const window = new BlobWindow(blob);
  const found = findMpegFrame(await window.peek(mpegSearchBytes(true)));
  if (!found) throw corruptAudio('MP3', 'found no frame');
  window.skip(found.at);
  const first = found.header;
  const yieldPoint = new YieldPoint(signal);
  let before = 0;
  const checkAll: CheckSize = (frames, ...layout) => {
    checkSize(before + frames, ...layout);
  };
  let part: Mp3Part | undefined;
  for await (const frame of readFrames(window, first)) {
    await yieldPoint.pass();
    const gapless = frame && readGaplessInfo(frame.bytes, frame.header);
    if (gapless || !part) {
      // A frame with a tag holds no audio; it is the first frame of a file.
      if (part) yield part.finish();
      before += part?.length ?? 0;
      part = await Mp3Part.open(first, gapless, checkAll);
    }
    if (!gapless) part.push(frame);
    yield* part.take();
  }
  if (part) yield part.finish();
  if (before + (part?.length ?? 0) === 0) throw corruptAudio('MP3', 'found no whole frame');
};

/** One of the concatenated files; usually there is only one. */
class Mp3Part {
  readonly #assembler: PieceAssembler;
  readonly #decoder: Mp3FrameDecoder;
  readonly #frameSamples: number;
  readonly #gapless: GaplessInfo | undefined;

  private constructor(
    decoder: Mp3FrameDecoder,
    header: MpegHeader,
    gapless: GaplessInfo | undefined,
    checkSize: CheckSize,
  ) {
    this.#decoder = decoder;
    this.#frameSamples = header.frameSamples;
    this.#gapless = gapless;
    const start = gapless?.encoder ? gapless.encoder.delay + DECODER_DELAY : 0;
    const lookback = gapless?.encoder ? LOOKBACK_SAMPLES : 0;
    this.#assembler = new PieceAssembler('MP3', header, checkSize, { start, lookback });
  }

  static async open(...[header, gapless, checkSize]: OpenArguments): Promise<Mp3Part> {
    return new Mp3Part(await Mp3FrameDecoder.open(), header, gapless, checkSize);
  }

  /** Number of samples per channel so far. */
  get length(): number {
    return this.#assembler.length;
  }

  /** Decodes a frame; undefined counts as damage. */
  push(frame: Frame | undefined): void {
    this.#assembler.push(frame && this.#decoder.decode(frame.bytes, frame.header));
  }

  take(): Generator<Waveform> {
    return this.#assembler.take();
  }

  /** Returns the remaining samples without the encoder's padding. */
  finish(): Waveform {
    const { samples, encoder } = this.#gapless ?? {};
    if (samples === undefined) return this.#assembler.finish();
    // Encoders disagree whether the frame with the tag counts, so one frame is tolerated.
    const tolerance = this.#frameSamples;
    const isShort = this.length < samples - tolerance;
    if (isShort && this.#assembler.damagedPlaces === 0) this.#assembler.push(undefined);
    // A tag that counts fewer samples than were decoded belongs to another recording.
    const isPlausible = encoder && this.length <= samples + tolerance;
    return this.#assembler.finish(
      isPlausible ? samples - encoder.padding + DECODER_DELAY : Infinity,
    );
  }
}

type OpenArguments = readonly [
  header: MpegHeader,
  gapless: GaplessInfo | undefined,
  checkSize: CheckSize,
];
