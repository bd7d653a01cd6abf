import type { Waveform } from '../waveform.js';
import { checkDecodedSize, checkLayout } from './limits.js';

/** Collects decoded pieces of a recording whose length is not known before its end. */
export class SampleSink {
  readonly sampleRate: number;
  readonly channels: number;
  readonly #pieces: (readonly Float32Array[])[] = [];
  #length = 0;

  /**
   * @param format how messages call the file
   * @throws AudioError `audio-corrupt` for an impossible rate or number of channels
   */
  constructor(format: string, sampleRate: number, channels: number) {
    checkLayout(format, sampleRate, channels);
    this.sampleRate = sampleRate;
    this.channels = channels;
  }

  /** Samples of one channel so far. */
  get length(): number {
    return this.#length;
  }

  /**
   * Appends a piece and keeps it as it is.
   *
   * @param piece `[channel][time]`
   * @throws AudioError `audio-too-long`, before more memory is taken than permitted
   */
  push(piece: readonly Float32Array[]): void {
    const length = piece[0]?.length ?? 0;
    if (length === 0) return;
    this.#length += length;
    checkDecodedSize(this.#length, this.channels, this.sampleRate);
    this.#pieces.push(piece);
  }

  /** Joins the pieces; samples before `start` and from `end` on are left out. */
  finish(start = 0, end = this.#length): Waveform {
    const last = Math.min(end, this.#length);
    const first = Math.min(Math.max(0, start), last);
    const channels = Array.from({ length: this.channels }, (_, channel) =>
      this.#join(channel, first, last),
    );
    return { sampleRate: this.sampleRate, channels };
  }

  #join(channel: number, first: number, last: number): Float32Array {
    const joined = new Float32Array(last - first);
    let at = -first;
    for (const piece of this.#pieces) {
      const samples = piece[channel] ?? new Float32Array(0);
      const part = samples.subarray(Math.max(0, -at), Math.max(0, joined.length - at));
      if (part.length > 0) joined.set(part, Math.max(0, at));
      at += samples.length;
    }
    return joined;
  }
}
