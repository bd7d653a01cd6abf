/** A variant that is opened when it is first used, and given up after its first failure. */
import { setTimeout, clearTimeout } from 'node:timers';

/** A program that has not answered after this time will not answer. */
const LIMIT_MS = 300_000;

export class Program {
  /** Why the variant failed, in words; undefined if it did not. */
  failure;
  #variant;
  #opened;

  /**
   * @param variant `{ name, isOwn, hasBytes, open }`; `open` resolves with `{ start, classify, close }`, and with
   *   `memory` and `speak` if the program has them
   */
  constructor(variant) {
    this.#variant = variant;
  }

  get name() {
    return this.#variant.name;
  }

  /** Opens the variant anew, closes it, and returns what its start took. */
  async start() {
    return await this.#attempt(async () => {
      const opened = await this.#variant.open();
      await opened.close();
      return opened.start;
    });
  }

  /** Returns what `work` computes with the open variant, or undefined if the variant has failed. */
  async use(work) {
    return await this.#attempt(async () => {
      this.#opened ??= await this.#variant.open();
      return await work(this.#opened);
    });
  }

  async close() {
    const opened = this.#opened;
    this.#opened = undefined;
    await opened?.close();
  }

  async #attempt(work) {
    if (this.failure !== undefined) return undefined;
    try {
      return await within(LIMIT_MS, work());
    } catch (error) {
      this.failure = String(error.message).split('\n', 1)[0].slice(0, 160);
      process.stderr.write(`${this.name} failed: ${error.stack}\n`);
      await this.close().catch(() => undefined);
      return undefined;
    }
  }
}

async function within(milliseconds, work) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no answer within ${milliseconds / 1000} s`));
    }, milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
