/** The number of steps whose times are kept: more than can wait at the shortest interval. */
const KEPT = 128;

/** When the last sample of each interval arrived, in memory of a fixed size. */
export class Arrivals {
  readonly #intervalSeconds: number;
  readonly #times = new Float64Array(KEPT);
  #steps = 0;

  constructor(intervalSeconds: number) {
    this.#intervalSeconds = intervalSeconds;
  }

  /** @param seconds of sound that have arrived until now */
  note(seconds: number, now: number): void {
    while ((this.#steps + 1) * this.#intervalSeconds <= seconds)
      this.#times[++this.#steps % KEPT] = now;
  }

  /** Milliseconds since the sound up to this second arrived. */
  since(seconds: number, now: number): number {
    return now - (this.#times[Math.round(seconds / this.#intervalSeconds) % KEPT] ?? now);
  }
}
