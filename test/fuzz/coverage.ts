import { Session } from 'node:inspector/promises';

/**
 * The blocks of this project's sources that were executed, by V8's own coverage. A library would be
 * better: Jazzer.js needs a newer C library than the oldest system that this project runs on.
 */
export class Coverage {
  readonly #session = new Session();
  readonly #seen = new Set<string>();

  async start(): Promise<void> {
    this.#session.connect();
    await this.#session.post('Profiler.enable');
    const options = { callCount: true, detailed: true };
    await this.#session.post('Profiler.startPreciseCoverage', options);
  }

  /** Number of blocks that were executed so far. */
  get blocks(): number {
    return this.#seen.size;
  }

  /** The number of blocks that were executed for the first time since the last call. */
  async takeNew(): Promise<number> {
    const before = this.#seen.size;
    const { result } = await this.#session.post('Profiler.takePreciseCoverage');
    for (const { url, functions } of result) {
      if (!url.includes('/src/')) continue;
      for (const { ranges } of functions)
        for (const { startOffset, endOffset, count } of ranges)
          // How often a loop ran counts in powers of two, as in AFL.
          if (count > 0) this.#seen.add(`${url}:${startOffset}-${endOffset}:${Math.clz32(count)}`);
    }
    return this.#seen.size - before;
  }

  stop(): void {
    this.#session.disconnect();
  }
}
