import { Framer } from './framer.js';

/**
 * The level reported for digital silence, in decibels. It is below one 24-bit step and, unlike
 * -Infinity, can be written as JSON.
 */
const FLOOR_DECIBELS = -150;

/** Length of a frame in seconds. */
const FRAME_SECONDS = 0.025;

/** Measures the loudest 25 ms of samples that arrive in pieces. */
export class Loudness {
  readonly #frameSamples: number;
  readonly #framer: Framer;
  #loudest = 0;

  /** @param sampleRate in hertz */
  constructor(sampleRate: number) {
    this.#frameSamples = Math.max(1, Math.round(FRAME_SECONDS * sampleRate));
    this.#framer = new Framer(this.#frameSamples);
  }

  /** Adds the next piece, `[time]`. */
  push(piece: Float32Array): void {
    this.#framer.push(piece, this.#add);
  }

  /** Level of the loudest 25 ms so far, in decibels relative to a square wave at full scale. */
  get decibels(): number {
    return Math.max(FLOOR_DECIBELS, 10 * Math.log10(this.#loudest));
  }

  readonly #add = (samples: Float32Array, start: number): void => {
    const end = start + this.#frameSamples;
    let energy = 0;
    for (let at = start; at < end; at++) energy += (samples[at] ?? 0) ** 2;
    this.#loudest = Math.max(this.#loudest, energy / this.#frameSamples);
  };
}
