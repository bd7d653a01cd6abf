import { SingleBar } from 'cli-progress';
import type { Io } from './io.js';

/** How the amounts of a bar are written. */
export type Unit = 'files' | 'bytes';

/**
 * One progress bar on stderr, only where that is a terminal. It stands below what is printed:
 * everything else goes through `around`.
 */
export class ProgressBar {
  readonly #stream: Io['stderr'];
  #bar: SingleBar | undefined;
  #state: { title: string; done: number; total: number; unit: Unit } | undefined;

  constructor({ stderr }: Io) {
    this.#stream = stderr;
  }

  /** Shows how far a piece of work is. */
  show(title: string, done: number, total: number, unit: Unit): void {
    if (this.#stream.isTTY !== true) return;
    if (this.#state?.title !== title || this.#state.total !== total) this.clear();
    this.#state = { title, done, total, unit };
    if (this.#bar) this.#bar.update(done);
    else this.#start();
  }

  /** Writes something else without tearing the bar. */
  around(write: () => void): void {
    const state = this.#state;
    this.clear();
    write();
    if (state) this.show(state.title, state.done, state.total, state.unit);
  }

  /** Takes the bar away. */
  clear(): void {
    this.#bar?.stop();
    this.#bar = undefined;
    this.#state = undefined;
  }

  #start(): void {
    const { title, done, total, unit } = this.#state ?? {
      title: '',
      done: 0,
      total: 1,
      unit: 'files',
    };
    this.#bar = new SingleBar({
      stream: this.#stream,
      format: `${title} {bar} {percentage}% {value}/{total}`,
      formatValue: (value, _options, type) =>
        unit === 'bytes' && (type === 'value' || type === 'total')
          ? `${(value / 1e6).toFixed(1)} MB`
          : String(value),
      barCompleteChar: '█',
      barIncompleteChar: '░',
      barsize: 30,
      hideCursor: true,
      clearOnComplete: true,
    });
    this.#bar.start(total, done);
  }
}
