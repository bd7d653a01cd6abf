import { ServerError } from '../problem/index.js';

/** Weight of the newest duration in the running mean. */
const SMOOTHING = 0.2;
/** The longest `Retry-After`, in seconds. */
const MAX_RETRY_SECONDS = 120;

/**
 * Waits for a turn and then does the work; a rejection of the signal's reason if it is aborted
 * while it waits.
 */
export type TakeTurn = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * Runs one piece of work at a time. A request holds one place in the queue and takes one turn for
 * each of its recordings, so that requests with many recordings do not hold up the others. The
 * number of places is limited.
 *
 * A signal only ends the waiting. Work that runs keeps its turn until it settles, because the
 * process that computes is busy until then. Packages such as p-queue give up the turn at once.
 */
export class JobQueue {
  readonly #capacity: number;
  readonly #waiting: (() => void)[] = [];
  #held = 0;
  #isBusy = false;
  #meanSeconds = 1;
  readonly #onDrained: (() => void)[] = [];

  /** @param capacity number of places, those of requests that are computed among them */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Number of places that are held. */
  get size(): number {
    return this.#held;
  }

  /**
   * Holds a place while the work runs.
   *
   * @param work is given the function that waits for a turn
   * @throws ServerError `queue-full`; what the work throws
   */
  async hold<T>(signal: AbortSignal, work: (takeTurn: TakeTurn) => Promise<T>): Promise<T> {
    this.check();
    this.#held++;
    try {
      return await work(async (turn) => {
        await this.#waitForTurn(signal);
        return await this.#runTurn(turn);
      });
    } finally {
      this.#leave();
    }
  }

  /** @throws ServerError `queue-full` if no place is free */
  check(): void {
    if (this.#held >= this.#capacity) throw this.#full();
  }

  /** Resolves as soon as no place is held. */
  async drained(): Promise<void> {
    if (this.#held > 0) await new Promise<void>((resolve) => this.#onDrained.push(resolve));
  }

  async #runTurn<T>(turn: () => Promise<T>): Promise<T> {
    const start = performance.now();
    try {
      return await turn();
    } finally {
      const seconds = (performance.now() - start) / 1000;
      this.#meanSeconds += SMOOTHING * (seconds - this.#meanSeconds);
      this.#passTurn();
    }
  }

  async #waitForTurn(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (!this.#isBusy) {
      this.#isBusy = true;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const start = () => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = () => {
        this.#waiting.splice(this.#waiting.indexOf(start), 1);
        reject(signal.reason as Error);
      };
      signal.addEventListener('abort', giveUp, { once: true });
      this.#waiting.push(start);
    });
  }

  #passTurn(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#isBusy = false;
  }

  #leave(): void {
    this.#held--;
    if (this.#held > 0) return;
    for (const resolve of this.#onDrained.splice(0)) resolve();
  }

  #full(): ServerError {
    const seconds = Math.ceil(this.#meanSeconds * this.#held);
    const retryAfterSeconds = Math.max(1, Math.min(MAX_RETRY_SECONDS, seconds));
    return new ServerError(
      'queue-full',
      `All ${this.#capacity} places of the queue are taken. Try again in ${retryAfterSeconds} s.`,
      { retryAfterSeconds },
    );
  }
}
