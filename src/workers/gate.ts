/**
 * Whether work may go on: `closing` until the work has come to a point where it waits, which is
 * `held`.
 */
export type GateState = 'open' | 'closing' | 'held';

type Listener = (state: GateState) => void;

/**
 * Holds back the work of a call while other work is done, wherever it is computed. The work passes the
 * gate before each run of a graph, so that it waits within a window's time.
 */
export class Gate {
  readonly #listeners = new Set<Listener>();
  #state: GateState = 'open';
  #heldSince = 0;
  #heldMs = 0;

  get state(): GateState {
    return this.#state;
  }

  /** For how long the work waited, in milliseconds. */
  get heldMs(): number {
    const now = this.#state === 'held' ? performance.now() - this.#heldSince : 0;
    return this.#heldMs + now;
  }

  /** Calls the listener after each change; the returned function removes it. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Asks the work to wait. */
  close(): void {
    if (this.#state === 'open') this.#change('closing');
  }

  /** Says that the work waits. */
  hold(): void {
    if (this.#state !== 'closing') return;
    this.#heldSince = performance.now();
    this.#change('held');
  }

  /** Lets the work go on. */
  open(): void {
    if (this.#state === 'open') return;
    this.#heldMs = this.heldMs;
    this.#change('open');
  }

  /**
   * Waits while the gate is not open.
   *
   * @throws the signal's reason
   */
  async pass(signal: AbortSignal | undefined): Promise<void> {
    while (this.#state !== 'open') {
      signal?.throwIfAborted();
      this.hold();
      await this.#nextChange(signal);
    }
  }

  #change(state: GateState): void {
    this.#state = state;
    for (const listener of [...this.#listeners]) listener(state);
  }

  /** Resolves after the next change, or when the signal is aborted. */
  async #nextChange(signal: AbortSignal | undefined): Promise<void> {
    await new Promise<void>((resolve) => {
      const done = () => {
        leave();
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const leave = this.subscribe(done);
      signal?.addEventListener('abort', done, { once: true });
    });
  }
}
