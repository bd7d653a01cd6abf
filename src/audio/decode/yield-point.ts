import { setImmediate } from 'node:timers/promises';

/** Milliseconds of work between two looks at whether it is still wanted. */
const TURN_MILLISECONDS = 50;

/**
 * Lets long work be ended from outside. Samples are often at hand without waiting for a disk, so
 * that no timer and no key press would be heard before the end of a recording.
 */
export class Interruption {
  readonly #signal: AbortSignal | undefined;
  #last = performance.now();

  /** @param signal ends the work; without one only the turns are given */
  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal;
  }

  /**
   * Gives others their turn from time to time.
   *
   * @throws the reason of the signal, once it is aborted
   */
  async check(): Promise<void> {
    if (performance.now() - this.#last > TURN_MILLISECONDS) {
      await setImmediate();
      this.#last = performance.now();
    }
    this.#signal?.throwIfAborted();
  }
}
