type Piece = readonly Float32Array[];

/** Sound that may wait for the worker, in seconds; what comes above it is left out of the live view. */
const MOST_SECONDS = 30;

/**
 * The frames of a live session that wait to be computed. Everything that waits is pulled at once, so
 * that a session that has fallen behind catches up.
 */
export class FrameQueue implements AsyncIterable<Piece>, AsyncIterator<Piece> {
  readonly #mostSamples: number;
  #waiting: Int16Array[] = [];
  #samples = 0;
  #isOver = false;
  #pull: ((result: IteratorResult<Piece>) => void) | undefined;

  constructor(sampleRate: number) {
    this.#mostSamples = MOST_SECONDS * sampleRate;
  }

  /** Adds mono samples. */
  push(frame: Int16Array): void {
    if (this.#isOver || this.#samples + frame.length > this.#mostSamples) return;
    this.#waiting.push(frame);
    this.#samples += frame.length;
    this.#settle();
  }

  /** Ends the stream after what waits. */
  end(): void {
    this.#isOver = true;
    this.#settle();
  }

  next(): Promise<IteratorResult<Piece>> {
    return new Promise((resolve) => {
      this.#pull = resolve;
      this.#settle();
    });
  }

  return(): Promise<IteratorResult<Piece>> {
    this.#waiting = [];
    this.end();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #settle(): void {
    if (!this.#pull || (this.#samples === 0 && !this.#isOver)) return;
    this.#pull(
      this.#samples > 0 ? { done: false, value: [this.#take()] } : { done: true, value: undefined },
    );
    this.#pull = undefined;
  }

  /** Everything that waits, full scale ±1. */
  #take(): Float32Array {
    const samples = new Float32Array(this.#samples);
    let at = 0;
    for (const frame of this.#waiting) for (const sample of frame) samples[at++] = sample / 0x8000;
    this.#waiting = [];
    this.#samples = 0;
    return samples;
  }
}
