import type { Waveform } from '../waveform.js';
import type { CheckSize } from './decoder.js';
import { joinSamples } from './join-samples.js';
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
  readonly heldBack?: number;
};

/** Makes pieces of what a decoder gives packet by packet, without what its encoder added. */
export class SampleSink {
  readonly sampleRate: number;
  readonly channels: number;
  readonly #checkSize: CheckSize;
  readonly #trim: Required<Trim>;
  /** `[packet][channel][time]`: what is not given away yet. */
  readonly #packets: (readonly Float32Array[])[] = [];
  #length = 0;
  #given = 0;
  #damagedPlaces = 0;
  #toldPlaces = 0;
  #isBehindDamage = false;

  /**
   * @param format how messages call the file
   * @throws AudioError `audio-corrupt` for an impossible rate or number of channels
   */
  constructor(
    format: string,
    { sampleRate, channels }: { readonly sampleRate: number; readonly channels: number },
    checkSize: CheckSize,
    { start = 0, end = Infinity, heldBack = 0 }: Trim = {},
  ) {
    checkLayout(format, sampleRate, channels);
    this.sampleRate = sampleRate;
    this.channels = channels;
    this.#checkSize = checkSize;
    this.#trim = { start, end, heldBack };
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
   * Appends a packet and keeps it as it is.
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
    this.#checkSize(this.#length, this.channels, this.sampleRate);
    this.#isBehindDamage = false;
    this.#packets.push(packet);
  }

  /** Gives a piece away where there is enough for one. */
  *take(): Generator<Waveform> {
    const last = this.#length - this.#trim.heldBack;
    if (last - this.#given >= PIECE_FRAMES) yield this.#give(last, this.#trim.end);
  }

  /**
   * Gives the rest, which may be empty.
   *
   * @param end the first sample that is not to be heard, where only the end of the file told it;
   *   what was given away before stays heard
   */
  finish(end = Infinity): Waveform {
    return this.#give(this.#length, Math.min(end, this.#trim.end));
  }

  /** Takes whole packets up to `last` and cuts what is not to be heard. */
  #give(last: number, end: number): Waveform {
    const from = this.#given;
    const packets: (readonly Float32Array[])[] = [];
    for (let next = this.#packets[0]; next; next = this.#packets[0]) {
      const length = next[0]?.length ?? 0;
      if (this.#given + length > last) break;
      this.#given += length;
      packets.push(next);
      this.#packets.shift();
    }
    const stop = Math.max(0, Math.min(end, this.#given) - from);
    const start = Math.min(Math.max(0, this.#trim.start - from), stop);
    const channels = Array.from({ length: this.channels }, (_, channel) =>
      cut(joinChannel(packets, channel), start, stop),
    );
    const damagedPlaces = this.#damagedPlaces - this.#toldPlaces;
    this.#toldPlaces = this.#damagedPlaces;
    return { sampleRate: this.sampleRate, channels, ...(damagedPlaces > 0 && { damagedPlaces }) };
  }
}

function joinChannel(packets: readonly (readonly Float32Array[])[], channel: number): Float32Array {
  // A frame of MP3 may have fewer channels than the stream: silence stands for those.
  return joinSamples(
    packets.map((packet) => packet[channel] ?? new Float32Array(packet[0]?.length ?? 0)),
  );
}

function cut(samples: Float32Array, start: number, end: number): Float32Array {
  return start === 0 && end === samples.length ? samples : samples.slice(start, end);
}
