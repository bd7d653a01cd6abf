import { SampleQueue } from '../resample/sample-queue.js';
import type { Waveform } from '../../waveform.js';
import type { CheckSize } from './decoder.js';
import { checkLayout } from './limits.js';

/** Samples of a channel that are worth a piece: packets are joined up to these. */
const PIECE_FRAMES = 32 * 1024;

/** Which of the decoded samples are to be heard, in samples of a channel. */
export type Trim = {
  /** The first one; default 0. */
  readonly start?: number;
  /** The first one that is not to be heard any more; default: none. */
  readonly end?: number;
  /** How many are kept back, because the end of the file may tell to leave them out; default 0. */
  readonly lookback?: number;
};

/** Makes pieces of what a decoder gives packet by packet, without what its encoder added. */
export class PieceAssembler {
  readonly sampleRate: number;
  readonly #checkSize: CheckSize;
  readonly #trim: Required<Trim>;
  /** One a channel: what is not given away yet. */
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
   * @param packet `[channel][time]`; undefined for what cannot be read, which counts as one place
   *   up to the next packet with samples
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

  /** Gives a piece away where there is enough for one. */
  *take(): Generator<Waveform> {
    const last = this.#length - this.#trim.lookback;
    if (last - this.#emitted >= PIECE_FRAMES) yield this.#emit(last, this.#trim.end);
  }

  /**
   * Gives the rest, which may be empty.
   *
   * @param end the first sample that is not to be heard, where only the end of the file told it;
   *   what was given away before stays heard
   */
  finish(end = Infinity): Waveform {
    return this.#emit(this.#length, Math.min(end, this.#trim.end));
  }

  /** Takes what waits up to `last` and cuts what is not to be heard. */
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
