import { ServerError } from './server-error.js';

/** How much a new duration counts in the running mean. */
const SMOOTHING = 0.2;
/** The longest that a client is told to wait, in seconds. */
const LONGEST_WAIT = 120;

/** A place in the queue: its holder computes one thing after the other, taking turns with others. */
export type Ticket = {
  /** Resolves when its first turn comes. */
  readonly begun: Promise<void>;
  /** Waits for its turn and works; gives up waiting when the signal is aborted. */
  readonly run: <T>(work: () => Promise<T>) => Promise<T>;
  /** Gives the place back. */
  readonly leave: () => void;
};

/**
 * Lets one piece of work run at a time, in the order in which it was asked for, and refuses more
 * than a bounded number of holders.
 */
export class JobQueue {
  readonly #capacity: number;
  readonly #waiting: (() => void)[] = [];
  #inside = 0;
  #isBusy = false;
  #meanSeconds = 1;
  #idle: (() => void)[] = [];

  /** @param capacity tickets at once, those that wait and the one that works */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Tickets that are held. */
  get size(): number {
    return this.#inside;
  }

  /** Pieces of work that wait for their turn. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /**
   * Takes a place.
   *
   * @throws ServerError `queue-full`
   */
  enter(signal: AbortSignal): Ticket {
    this.check();
    this.#inside++;
    let isHeld = true;
    let begin: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    return {
      begun,
      run: async (work) => {
        await this.#takeTurn(signal);
        begin();
        return await this.#work(work);
      },
      leave: () => {
        if (isHeld) this.#leave();
        isHeld = false;
      },
    };
  }

  /**
   * Does nothing where there is a place.
   *
   * @throws ServerError `queue-full`
   */
  check(): void {
    if (this.#inside >= this.#capacity) throw this.#full();
  }

  /** Resolves when nobody holds a place. */
  async drained(): Promise<void> {
    if (this.#inside === 0) return;
    await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  async #work<T>(work: () => Promise<T>): Promise<T> {
    const start = performance.now();
    try {
      return await work();
    } finally {
      const seconds = (performance.now() - start) / 1000;
      this.#meanSeconds += SMOOTHING * (seconds - this.#meanSeconds);
      this.#passTurn();
    }
  }

  async #takeTurn(signal: AbortSignal): Promise<void> {
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
    this.#inside--;
    if (this.#inside > 0) return;
    const idle = this.#idle;
    this.#idle = [];
    for (const resolve of idle) resolve();
  }

  #full(): ServerError {
    const seconds = Math.ceil(this.#meanSeconds * this.#inside);
    const retryAfterSeconds = Math.max(1, Math.min(LONGEST_WAIT, seconds));
    return new ServerError(
      'queue-full',
      `${this.#inside} requests wait already, and no more than ${this.#capacity} may. Try again in ${retryAfterSeconds} s.`,
      { retryAfterSeconds },
    );
  }
}
