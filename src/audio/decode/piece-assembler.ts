import { SampleQueue } from '../resample/sample-queue.js';
import type { Waveform } from '../../waveform.js';
import type { CheckSize } from './decoder.js';
import { checkLayout } from './limits.js';

/** Packets are joined until a piece has at least this many samples per channel. */
const PIECE_FRAMES = 32 * 1024;

/** Which of the decoded samples are kept. Positions count samples of one channel. */
export type Trim = {
  /** The first sample that is kept; default 0. */
  readonly start?: number;
  /** The first sample after those that are kept; default: none. */
  readonly end?: number;
  /** The last samples are held back, as the file's end may declare them padding; default 0. */
  readonly lookback?: number;
};

/** Joins decoded packets into pieces and removes the encoder's padding. */
export class PieceAssembler {
  readonly sampleRate: number;
  readonly #checkSize: CheckSize;
  readonly #trim: Required<Trim>;
  /** The samples of each channel that were not emitted yet. */
  readonly #queues: readonly SampleQueue[];
  #length = 0;
  #emitted = 0;
  #damagedPlaces = 0;
  #reportedDamage = 0;
  #isAfterDamage = false;

  /**
   * @param format name of the format in error messages
   * @throws AudioError `audio-corrupt` for an impossible rate or number of channels
   */
  constructor(
    format: string,
    { sampleRate, channels }: { readonly sampleRate: number; readonly channels: number },
    checkSize: CheckSize,
    { start = 0, end = Infinity, lookback = 0 }: Trim = {},
  ) {
    checkLayout(format, sampleRate, channels);
    this.sampleRate = sampleRate;
    this.#queues = Array.from({ length: channels }, () => new SampleQueue());
    this.#checkSize = checkSize;
    this.#trim = { start, end, lookback };
  }

  /** Number of samples per channel so far. */
  get length(): number {
    return this.#length;
  }

  /** Number of places so far that could not be decoded. */
  get damagedPlaces(): number {
    return this.#damagedPlaces;
  }

  /**
   * Appends a copy of a packet.
   *
   * @param packet `[channel][time]`, or undefined for damage; all damage before the next packet
   *   with samples counts as one place
   * @throws AudioError `audio-too-long`
   */
  push(packet: readonly Float32Array[] | undefined): void {
    if (!packet) {
      if (!this.#isAfterDamage) this.#damagedPlaces++;
      this.#isAfterDamage = true;
      return;
    }
    const length = packet[0]?.length ?? 0;
    if (length === 0) return;
    this.#length += length;
    this.#checkSize(this.#length, this.#queues.length, this.sampleRate);
    this.#isAfterDamage = false;
    for (const [channel, queue] of this.#queues.entries()) {
      // An MP3 frame may have fewer channels than the stream; the missing ones become silence.
      queue.push(packet[channel] ?? new Float32Array(length));
    }
  }

  /** Yields a piece once there are enough samples. */
  *take(): Generator<Waveform> {
    const last = this.#length - this.#trim.lookback;
    if (last - this.#emitted >= PIECE_FRAMES) yield this.#emit(last, this.#trim.end);
  }

  /**
   * Returns the remaining samples as the last piece, which may be empty.
   *
   * @param end the first sample of padding, if the end of the file declares it; it has no effect on
   *   samples that were already emitted
   */
  finish(end = Infinity): Waveform {
    return this.#emit(this.#length, Math.min(end, this.#trim.end));
  }

  /** Emits the samples before `last` that lie within the trim. */
  #emit(last: number, end: number): Waveform {
    const from = this.#emitted;
    const stop = Math.max(0, Math.min(end, last) - from);
    const start = Math.min(Math.max(0, this.#trim.start - from), stop);
    const channels = this.#queues.map((queue) => cut(queue.take(last - from), start, stop));
    this.#emitted = last;
    const damagedPlaces = this.#damagedPlaces - this.#reportedDamage;
    this.#reportedDamage = this.#damagedPlaces;
    return { sampleRate: this.sampleRate, channels, ...(damagedPlaces > 0 && { damagedPlaces }) };
  }
}

function cut(samples: Float32Array, start: number, end: number): Float32Array {
  return start === 0 && end === samples.length ? samples : samples.slice(start, end);
}
