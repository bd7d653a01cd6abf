/** Milliseconds of work after which timers and events may run. */
const TURN_MILLISECONDS = 50;

/**
 * A place at which long work pauses and can be aborted. If samples arrive without waiting for the
 * disk, the event loop would otherwise run no timer and no event until the recording ends.
 */
export class YieldPoint {
  readonly #signal: AbortSignal | undefined;
  #last = performance.now();

  /** @param signal aborts the work; if undefined, `pass` only pauses */
  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal;
  }

  /**
   * Lets timers and events run if the last pause was long enough ago.
   *
   * @throws the signal's reason once it is aborted
   */
  async pass(): Promise<void> {
    if (performance.now() - this.#last > TURN_MILLISECONDS) {
      await nextTask();
      this.#last = performance.now();
    }
    this.#signal?.throwIfAborted();
  }
}

/** The Prioritized Task Scheduling API, which Node and Safari do not have. */
const { scheduler } = globalThis as { scheduler?: { yield?: () => Promise<void> } };

/** Resolves in a later task, after the timers and events that are due. */
async function nextTask(): Promise<void> {
  if (scheduler?.yield) {
    await scheduler.yield();
    return;
  }
  // A new channel each time, as Node delivers up to 1,000 messages of a port before it runs timers.
  const { port1, port2 } = new MessageChannel();
  await new Promise<void>((resolve) => {
    Object.assign(port1, { onmessage: resolve });
    port2.postMessage(undefined);
  });
  port1.close();
}
