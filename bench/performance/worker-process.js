/** A worker that stays alive: one request at a time, within limits of time and memory. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { clearInterval, clearTimeout, setInterval, setTimeout } from 'node:timers';

/** Interval at which the memory is checked. */
const WATCH_EVERY_MS = 100;
/** Characters of stderr that are kept for the failure message. */
const KEPT_CHARACTERS = 2000;

/** Why a worker returned no result; the message fits into the table. */
export class WorkerFailure extends Error {}

export class WorkerProcess {
  /** When the process was started, by `performance.now()`. */
  startedAt = performance.now();
  #child;
  #lines;
  #said = '';
  #stopped;
  #watch;

  /**
   * @param command program and arguments
   * @param options `environment`; `memoryBytes`, beyond which it is ended
   */
  constructor([program, ...words], { environment, memoryBytes }) {
    this.#child = spawn(program, words, { env: environment, stdio: 'pipe' });
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
    this.#child.stderr.on('data', (data) => {
      this.#said = (this.#said + data).slice(-KEPT_CHARACTERS);
    });
    // The end of stdout shows that a worker has ended.
    this.#child.stdin.on('error', () => undefined);
    this.#watch = setInterval(() => {
      if (this.#memory('VmRSS') > memoryBytes)
        this.#end(`over ${(memoryBytes / 1e9).toFixed(0)} GB of memory`);
    }, WATCH_EVERY_MS);
  }

  /** Reads the next message: the first one reports that the model is loaded, the others are results. */
  async message(timeoutMs) {
    const limit = setTimeout(() => {
      this.#end(`over ${Math.round(timeoutMs / 1000)} s`);
    }, timeoutMs);
    try {
      return await this.#nextMessage();
    } finally {
      clearTimeout(limit);
    }
  }

  /** Sends a request without waiting, e.g. before the worker can read it. */
  send(request) {
    this.#child.stdin.write(`${JSON.stringify(request)}\n`);
  }

  /** Sends a request and reads its result. @throws {WorkerFailure} */
  async ask(request, timeoutMs) {
    this.send(request);
    return this.message(timeoutMs);
  }

  /** Peak resident memory in bytes; undefined if the system does not report it. */
  get peakBytes() {
    return this.#memory('VmHWM') || undefined;
  }

  /** Ends the process and waits for it. */
  async stop() {
    this.#end('stopped');
    if (this.#child.exitCode === null && this.#child.signalCode === null)
      await new Promise((resolve) => this.#child.once('close', resolve));
  }

  async #nextMessage() {
    for (;;) {
      const { value, done } = await this.#lines.next();
      if (done) throw new WorkerFailure(this.#stopped ?? this.#lastWords());
      // Skip what libraries print.
      if (value.startsWith('{')) return JSON.parse(value);
    }
  }

  #end(reason) {
    clearInterval(this.#watch);
    this.#stopped ??= reason;
    this.#child.kill('SIGKILL');
  }

  #lastWords() {
    const lines = this.#said.trim().split('\n');
    const told = lines.findLast((line) => /error|alloc|memory/i.test(line)) ?? lines.at(-1);
    return `failed: ${(told || 'without a word').slice(0, 160)}`;
  }

  #memory(field) {
    try {
      const status = readFileSync(`/proc/${this.#child.pid}/status`, 'utf8');
      return 1024 * Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1] ?? 0);
    } catch {
      // The process has ended, or the system has no such file.
      return 0;
    }
  }
}
