import type { SampleStream } from '../../inference/index.js';
import { Arrivals } from './arrivals.js';
import type { SessionSettings } from './messages.js';
import { SoundQueue, type SoundQueueOptions } from './sound-queue.js';

/** The sound of a session: what waits to be computed, and when it arrived. */
export class SessionSound {
  readonly settings: SessionSettings;
  readonly #queue: SoundQueue;
  readonly #arrivals: Arrivals;
  #samples = 0;

  constructor(settings: SessionSettings, options: Omit<SoundQueueOptions, 'sampleRate'>) {
    const { sampleRate, intervalSeconds } = settings;
    this.settings = settings;
    this.#queue = new SoundQueue({ sampleRate, ...options });
    this.#arrivals = new Arrivals(intervalSeconds);
  }

  /** The samples as they arrive; a session reads them once. */
  get stream(): SampleStream {
    return { sampleRate: this.settings.sampleRate, pieces: this.#queue };
  }

  /**
   * Adds a frame.
   *
   * @param samples mono, `[time]`
   * @param now in milliseconds
   */
  push(samples: Float32Array, now: number): void {
    this.#samples += samples.length;
    this.#arrivals.note(this.#samples / this.settings.sampleRate, now);
    this.#queue.push(samples, now);
  }

  /** Seconds since the sound up to a second of the session arrived. */
  delaySeconds(endSeconds: number, now: number): number {
    return this.#arrivals.since(endSeconds, now) / 1000;
  }

  /** Goes on after the client has read something. */
  wake(): void {
    this.#queue.wake();
  }

  /** Ends the stream after what waits. */
  end(): void {
    this.#queue.end();
  }

  /** Ends the stream at once. */
  clear(): void {
    this.#queue.clear();
  }
}
