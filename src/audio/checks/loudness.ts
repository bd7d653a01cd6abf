import { Framer } from './framer.js';

/** The level of digital silence, in decibels: below one step of 24 bits, and a number of JSON. */
const FLOOR_DECIBELS = -150;

/** 25 ms at 16 kHz. */
const FRAME_SAMPLES = 400;

/** Measures the loudest 25 ms of samples at 16 kHz that come in pieces. */
export class Loudness {
  readonly #framer = new Framer(FRAME_SAMPLES);
  #loudest = 0;

  /** Takes the next piece, `[time]`. */
  push(piece: Float32Array): void {
    this.#framer.push(piece, this.#add);
  }

  /** Level of the loudest 25 ms so far, in decibels relative to a square wave at full scale. */
  get decibels(): number {
    return Math.max(FLOOR_DECIBELS, 10 * Math.log10(this.#loudest));
  }

  readonly #add = (samples: Float32Array, start: number): void => {
    let energy = 0;
    for (let at = start; at < start + FRAME_SAMPLES; at++) energy += (samples[at] ?? 0) ** 2;
    this.#loudest = Math.max(this.#loudest, energy / FRAME_SAMPLES);
  };
}
