/** Milliseconds of work after which timers and input get a turn. */
const TURN_MILLISECONDS = 50;

/**
 * A place in long work at which it can be aborted. Samples are often at hand without waiting for a
 * disk, and without these pauses no timer and no input event would run before the recording ends.
 */
export class YieldPoint {
  readonly #signal: AbortSignal | undefined;
  #last = performance.now();

  /** @param signal aborts the work; without one `pass` only pauses */
  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal;
  }

  /**
   * Pauses for other work if the last pause is long enough ago.
   *
   * @throws the reason of the signal, once it is aborted
   */
  async pass(): Promise<void> {
    if (performance.now() - this.#last > TURN_MILLISECONDS) {
      await nextTask();
      this.#last = performance.now();
    }
    this.#signal?.throwIfAborted();
  }
}

/** What browsers have of the Prioritized Task Scheduling API; Node and Safari have none. */
const { scheduler } = globalThis as { scheduler?: { yield?: () => Promise<void> } };

/** Resolves in a later task, after the timers and events that are due. */
async function nextTask(): Promise<void> {
  if (scheduler?.yield) {
    await scheduler.yield();
    return;
  }
  // A new channel each time: Node delivers up to 1,000 messages of one port before it runs a timer.
  const { port1, port2 } = new MessageChannel();
  await new Promise<void>((resolve) => {
    Object.assign(port1, { onmessage: resolve });
    port2.postMessage(undefined);
  });
  port1.close();
}
