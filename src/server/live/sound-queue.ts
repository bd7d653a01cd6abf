import { joinSamples } from '../../audio/index.js';
import { LIVE_LIMITS } from './limits.js';

type Piece = readonly Float32Array[];
type Waiting = { readonly samples: Float32Array; readonly arrived: number };

/** How a {@link SoundQueue} reports to its socket. */
export type SoundQueueOptions = {
  readonly sampleRate: number;
  /** Called with `true` if too much sound waits, and with `false` when most of it is computed. */
  readonly onFull: (isFull: boolean) => void;
  /** Whether the client reads too slowly, so that nothing more is computed for it. */
  readonly isBlocked: () => boolean;
};

/**
 * The sound of a session that waits to be computed. A session pulls it piece by piece
 * while it keeps up, and everything at once when it has fallen behind.
 */
export class SoundQueue implements AsyncIterable<Piece>, AsyncIterator<Piece> {
  readonly #options: SoundQueueOptions;
  readonly #waiting: Waiting[] = [];
  #seconds = 0;
  #isFull = false;
  #isOver = false;
  #pull: ((result: IteratorResult<Piece>) => void) | undefined;

  constructor(options: SoundQueueOptions) {
    this.#options = options;
  }

  /** @param samples mono, `[time]` */
  push(samples: Float32Array, arrived: number): void {
    if (this.#isOver) return;
    const step = Math.round(LIVE_LIMITS.pieceSeconds * this.#options.sampleRate);
    for (let at = 0; at < samples.length; at += step)
      this.#waiting.push({ samples: samples.subarray(at, at + step), arrived });
    this.#count(samples.length);
    this.wake();
  }

  /** Ends the stream after what waits. */
  end(): void {
    this.#isOver = true;
    this.wake();
  }

  /** Ends the stream at once. */
  clear(): void {
    this.#waiting.length = 0;
    this.end();
    this.#settle({ done: true, value: undefined });
  }

  /** Called when the client has read something. */
  wake(): void {
    if (!this.#pull || this.#options.isBlocked()) return;
    const piece = this.#take();
    if (piece) this.#settle({ done: false, value: [piece] });
    else if (this.#isOver) this.#settle({ done: true, value: undefined });
  }

  next(): Promise<IteratorResult<Piece>> {
    return new Promise((resolve) => {
      this.#pull = resolve;
      this.wake();
    });
  }

  return(): Promise<IteratorResult<Piece>> {
    this.clear();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #take(): Float32Array | undefined {
    const [first] = this.#waiting;
    if (!first) return undefined;
    const isLate = performance.now() - first.arrived > LIVE_LIMITS.lateSeconds * 1000;
    const taken = this.#waiting.splice(0, isLate ? this.#waiting.length : 1);
    const samples = joinSamples(taken.map((each) => each.samples));
    this.#count(-samples.length);
    return samples;
  }

  #count(samples: number): void {
    this.#seconds += samples / this.#options.sampleRate;
    const limit = LIVE_LIMITS.waitingSeconds * (this.#isFull ? 0.5 : 1);
    const isFull = this.#seconds > limit;
    if (isFull === this.#isFull) return;
    this.#isFull = isFull;
    this.#options.onFull(isFull);
  }

  #settle(result: IteratorResult<Piece>): void {
    this.#pull?.(result);
    this.#pull = undefined;
  }
}
