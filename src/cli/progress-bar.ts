import { SingleBar } from 'cli-progress';
import type { Io } from './io.js';

/** How the amounts of a bar are written. */
export type Unit = 'files' | 'bytes';

type State = {
  readonly title: string;
  readonly done: number;
  readonly total: number;
  readonly unit: Unit;
  /** What is told of the piece of work at hand. */
  readonly detail: string;
};

/**
 * One progress bar on stderr, only where that is a terminal. It stands below what is printed:
 * everything else goes through `around`.
 */
export class ProgressBar {
  readonly #stream: Io['stderr'];
  #bar: SingleBar | undefined;
  #state: State | undefined;

  constructor({ stderr }: Io) {
    this.#stream = stderr;
  }

  /** Shows how far a piece of work is. */
  show(title: string, done: number, total: number, unit: Unit, detail = ''): void {
    if (this.#stream.isTTY !== true) return;
    if (this.#state?.title !== title || this.#state.total !== total) this.clear();
    const state = { title, done, total, unit, detail };
    this.#state = state;
    if (this.#bar) this.#bar.update(done, { detail });
    else this.#bar = this.#start(state);
  }

  /** Writes something else without tearing the bar. */
  around(write: () => void): void {
    const state = this.#state;
    this.clear();
    write();
    if (state) this.show(state.title, state.done, state.total, state.unit, state.detail);
  }

  /** Takes the bar away. */
  clear(): void {
    this.#bar?.stop();
    this.#bar = undefined;
    this.#state = undefined;
  }

  #start({ title, done, total, unit, detail }: State): SingleBar {
    const bar = new SingleBar({
      stream: this.#stream,
      format: `${title} {bar} {percentage}% {value}/{total} {detail}`,
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
    bar.start(total, done, { detail });
    return bar;
  }
}
