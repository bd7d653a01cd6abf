import { watchNativeCalls } from '../native-calls.js';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Ctrl-C and SIGTERM. The first signal aborts the work, which then has a moment to clean up; a second one
 * does not wait. While the runtime computes, this thread runs no JavaScript and a listener could not
 * be called, so that the system's own action applies then, which ends the process at once. Either way,
 * a shell sees the exit code 130 for Ctrl-C.
 */
export class Interruption {
  readonly #controller = new AbortController();
  readonly #graceMs: number;
  #nativeCalls = 0;
  #received: NodeJS.Signals | undefined;

  /** @param graceMs how long the work may clean up; a server has its own limit, `Infinity` */
  constructor(graceMs: number) {
    this.#graceMs = graceMs;
  }

  /** Is aborted by the first signal. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Stops the work without a signal. */
  abort(): void {
    this.#controller.abort();
  }

  /** Begins to listen. */
  watch(): void {
    this.#listen();
    watchNativeCalls({
      onEnter: () => {
        if (this.#received && Number.isFinite(this.#graceMs)) this.#end(this.#received);
        if (this.#nativeCalls++ === 0) this.#ignore();
      },
      onLeave: () => {
        if (--this.#nativeCalls === 0) this.#listen();
      },
    });
  }

  #listen(): void {
    for (const signal of SIGNALS) process.on(signal, this.#onSignal);
  }

  #ignore(): void {
    for (const signal of SIGNALS) process.off(signal, this.#onSignal);
  }

  readonly #onSignal = (signal: NodeJS.Signals): void => {
    if (this.#received) this.#end(signal);
    this.#received = signal;
    this.#controller.abort();
    if (!Number.isFinite(this.#graceMs)) return;
    setTimeout(() => {
      this.#end(signal);
    }, this.#graceMs).unref();
  };

  /** Ends the process as the signal does by itself. `process.exit` would wait for threads that compute. */
  #end(signal: NodeJS.Signals): void {
    this.#ignore();
    process.kill(process.pid, signal);
  }
}
