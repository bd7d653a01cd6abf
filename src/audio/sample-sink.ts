import type { Waveform } from '../waveform.js';
import { checkDecodedSize, checkLayout } from './limits.js';

/** Collects decoded pieces of a recording whose length is not known before its end. */
export class SampleSink {
  readonly sampleRate: number;
  readonly channels: number;
  /** `[channel][piece]`, so that a channel can be let go as soon as it is joined. */
  readonly #pieces: Float32Array[][];
  #length = 0;
  #damagedPlaces = 0;
  #isBehindDamage = false;

  /**
   * @param format how messages call the file
   * @throws AudioError `audio-corrupt` for an impossible rate or number of channels
   */
  constructor(format: string, sampleRate: number, channels: number) {
    checkLayout(format, sampleRate, channels);
    this.sampleRate = sampleRate;
    this.channels = channels;
    this.#pieces = Array.from({ length: channels }, () => []);
  }

  /** Samples of one channel so far. */
  get length(): number {
    return this.#length;
  }

  /** Places so far that could not be read. */
  get damagedPlaces(): number {
    return this.#damagedPlaces;
  }

  /** Counts damage found in parts that were decoded elsewhere. */
  addDamage(places: number): void {
    this.#damagedPlaces += places;
  }

  /**
   * Appends a piece and keeps it as it is.
   *
   * @param piece `[channel][time]`; undefined for what cannot be read, which counts as one place
   *   up to the next piece with samples
   * @throws AudioError `audio-too-long`, before more memory is taken than permitted
   */
  push(piece: readonly Float32Array[] | undefined): void {
    if (!piece) {
      if (!this.#isBehindDamage) this.#damagedPlaces++;
      this.#isBehindDamage = true;
      return;
    }
    const length = piece[0]?.length ?? 0;
    if (length === 0) return;
    this.#length += length;
    checkDecodedSize(this.#length, this.channels, this.sampleRate);
    this.#isBehindDamage = false;
    for (const [channel, pieces] of this.#pieces.entries()) {
      pieces.push(piece[channel] ?? new Float32Array(length));
    }
  }

  /**
   * Joins the pieces and empties the sink, one channel after the other, so that the recording does
   * not stand in memory twice; samples before `start` and from `end` on are left out.
   */
  finish(start = 0, end = this.#length): Waveform {
    const last = Math.min(end, this.#length);
    const first = Math.min(Math.max(0, start), last);
    const channels = this.#pieces.map((pieces) => join(pieces.splice(0), first, last));
    this.#length = 0;
    const damage = this.#damagedPlaces > 0 && { damagedPlaces: this.#damagedPlaces };
    return { sampleRate: this.sampleRate, channels, ...damage };
  }
}

function join(pieces: readonly Float32Array[], first: number, last: number): Float32Array {
  const joined = new Float32Array(last - first);
  let at = -first;
  for (const piece of pieces) {
    const part = piece.subarray(Math.max(0, -at), Math.max(0, joined.length - at));
    if (part.length > 0) joined.set(part, Math.max(0, at));
    at += piece.length;
  }
  return joined;
}
