import { SampleQueue } from '../resample/sample-queue.js';
import type { Waveform } from '../../waveform.js';
import type { CheckSize } from './decoder.js';
import { checkLayout } from './limits.js';

/** Least samples of a channel in a piece: packets are joined up to this length. */
const PIECE_FRAMES = 32 * 1024;

/** Which of the decoded samples are kept, in samples of a channel. */
export type Trim = {
  /** The first one; default 0. */
  readonly start?: number;
  /** The first one after those that are kept; default: none. */
  readonly end?: number;
  /** How many wait, because the end of the file may say that they are padding; default 0. */
  readonly lookback?: number;
};

/** Joins decoded packets to pieces, without the encoder's padding. */
export class PieceAssembler {
  readonly sampleRate: number;
  readonly #checkSize: CheckSize;
  readonly #trim: Required<Trim>;
  /** One for each channel: samples that were not emitted yet. */
  readonly #queues: readonly SampleQueue[];
  #length = 0;
  #emitted = 0;
  #damagedPlaces = 0;
  #reportedDamage = 0;
  #isBehindDamage = false;

  /**
   * @param format how messages call the file
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

  /** Samples of one channel so far. */
  get length(): number {
    return this.#length;
  }

  /** Places so far that could not be read. */
  get damagedPlaces(): number {
    return this.#damagedPlaces;
  }

  /**
   * Appends a copy of a packet.
   *
   * @param packet `[channel][time]`; undefined for damage; all up to the next packet with samples
   *   count as one place
   * @throws AudioError `audio-too-long`
   */
  push(packet: readonly Float32Array[] | undefined): void {
    if (!packet) {
      if (!this.#isBehindDamage) this.#damagedPlaces++;
      this.#isBehindDamage = true;
      return;
    }
    const length = packet[0]?.length ?? 0;
    if (length === 0) return;
    this.#length += length;
    this.#checkSize(this.#length, this.#queues.length, this.sampleRate);
    this.#isBehindDamage = false;
    for (const [channel, queue] of this.#queues.entries()) {
      // A frame of MP3 may have fewer channels than the stream: silence stands for those.
      queue.push(packet[channel] ?? new Float32Array(length));
    }
  }

  /** Yields a piece if there are enough samples for one. */
  *take(): Generator<Waveform> {
    const last = this.#length - this.#trim.lookback;
    if (last - this.#emitted >= PIECE_FRAMES) yield this.#emit(last, this.#trim.end);
  }

  /**
   * Returns the rest, which may be empty.
   *
   * @param end the first sample of padding, if only the end of the file says it; samples that were
   *   emitted before are not taken back
   */
  finish(end = Infinity): Waveform {
    return this.#emit(this.#length, Math.min(end, this.#trim.end));
  }

  /** Emits the samples up to `last` without those outside of the trim. */
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
