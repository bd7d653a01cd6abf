/** A worker that stays alive: one request at a time, within limits of time and memory. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { clearInterval, clearTimeout, setInterval, setTimeout } from 'node:timers';

/** How often its memory is looked at. */
const WATCH_EVERY_MS = 100;
/** Words of its stderr that are kept for the failure. */
const KEPT_CHARACTERS = 2000;

/** Why a worker did not answer; the message is made for the table. */
export class WorkerFailure extends Error {}

export class WorkerProcess {
  /** When the process was started, of `performance.now()`. */
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
    // A worker that has ended says so by the end of its stdout.
    this.#child.stdin.on('error', () => undefined);
    this.#watch = setInterval(() => {
      if (this.#memory('VmRSS') > memoryBytes)
        this.#end(`over ${(memoryBytes / 1e9).toFixed(0)} GB of memory`);
    }, WATCH_EVERY_MS);
  }

  /** The next thing that it says: first that the model is loaded, then an answer to each request. */
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

  /** The answer to a request. @throws WorkerFailure */
  async ask(request, timeoutMs) {
    this.send(request);
    return this.message(timeoutMs);
  }

  /** The most memory that it has had resident, in bytes; undefined where that is not told. */
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
      // Libraries print words of their own.
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
      // It has ended, or the system has no such files.
      return 0;
    }
  }
}
