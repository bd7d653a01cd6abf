import type { OutputStream } from '../io.js';

/** How often a log gets a line, in milliseconds. */
const LOG_MS = 30_000;

/** Estimates the remaining time of a batch: from the mean time of a file since it began. */
export class RemainingTime {
  readonly #total: number;
  readonly #began = performance.now();
  readonly #log: OutputStream;
  #logged = performance.now();

  /** @param log gets a line now and then if it is not a terminal, which has a bar */
  constructor(total: number, log: OutputStream) {
    this.#total = total;
    this.#log = log;
  }

  /** The remaining time in words after a number of files. */
  after(done: number): string {
    const now = performance.now();
    const seconds = (((now - this.#began) / 1000) * (this.#total - done)) / done;
    const text = `${inWords(seconds)} left`;
    if (this.#log.isTTY !== true && now - this.#logged > LOG_MS) {
      this.#logged = now;
      this.#log.write(`${done} of ${this.#total} files, about ${text}\n`);
    }
    return text;
  }
}

/** Seconds as a person would say them. */
function inWords(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.round(hours / 24)} days`;
}
