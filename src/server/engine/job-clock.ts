import type { Gate } from '../../workers/index.js';

/** Calls back after a time that stands still while a job is held at its gate. */
export class JobClock {
  readonly #leave: () => void;
  readonly #onTime: () => void;
  #timer: NodeJS.Timeout | undefined;
  #leftMs: number;
  #startedAt = 0;

  constructor(milliseconds: number, gate: Gate, onTime: () => void) {
    this.#leftMs = milliseconds;
    this.#onTime = onTime;
    if (gate.state !== 'held') this.#start();
    this.#leave = gate.subscribe((state) => {
      if (state === 'held') this.#pause();
      else if (state === 'open' && this.#timer === undefined) this.#start();
    });
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#leave();
  }

  #start(): void {
    this.#startedAt = performance.now();
    this.#timer = setTimeout(this.#onTime, this.#leftMs);
  }

  #pause(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#leftMs -= performance.now() - this.#startedAt;
  }
}
