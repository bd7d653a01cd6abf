/** Milliseconds of work between two yields. */
const WORK_MILLISECONDS = 50;

/**
 * Lets timers, key presses and abort signals run during long work. Samples are often available
 * without waiting for a disk, so without yields nothing else would run before the recording ends.
 */
export class YieldPoint {
  readonly #signal: AbortSignal | undefined;
  #last = performance.now();

  /** @param signal cancels the work; without one the work only yields */
  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal;
  }

  /**
   * Yields to other tasks from time to time.
   *
   * @throws the signal's reason once it is aborted
   */
  async pass(): Promise<void> {
    if (performance.now() - this.#last > WORK_MILLISECONDS) {
      await nextTask();
      this.#last = performance.now();
    }
    this.#signal?.throwIfAborted();
  }
}

/** Resolves in a new task. Timers would add 4 ms in browsers; a message does not. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    const receive = () => {
      port1.close();
      resolve();
    };
    port1.addEventListener('message', receive);
    port1.start();
    port2.postMessage(undefined);
  });
}
