/** Each message counts as at least this much sound, so that tiny ones are limited too. In seconds. */
const LEAST_SECONDS = 0.005;
/** Clocks of sound cards are not exact; 1 % is a hundred times as much as they differ. */
const TOLERANCE = 1.01;

/**
 * Limits sound to real time. What a client has not sent, it may send later: what it sent in time may
 * arrive late.
 */
export class RateBudget {
  readonly #start: number;
  readonly #aheadSeconds: number;
  #spent = 0;

  /**
   * @param aheadSeconds how far the sound may be ahead of the clock
   * @param now in milliseconds
   */
  constructor(aheadSeconds: number, now: number) {
    this.#aheadSeconds = aheadSeconds;
    this.#start = now;
  }

  /** @returns whether a message that contains so much sound is within the budget */
  spend(seconds: number, now: number): boolean {
    this.#spent += Math.max(LEAST_SECONDS, seconds);
    const earned = ((now - this.#start) / 1000) * TOLERANCE;
    return this.#spent <= earned + this.#aheadSeconds;
  }
}
