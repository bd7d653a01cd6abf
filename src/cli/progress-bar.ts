import { SingleBar } from 'cli-progress';
import type { Io } from './io.js';

/** Unit of a bar's amounts. */
export type Unit = 'files' | 'bytes' | 'percent';

type BarState = {
  readonly title: string;
  readonly done: number;
  readonly total: number;
  readonly unit: Unit;
  /** Progress of the current item. */
  readonly detail: string;
};

/** Shorter steps end before a person starts to wonder. */
const ANNOUNCE_AFTER_MS = 1000;
const ERASE_LINE = '\r\u001b[K';

/**
 * A progress bar on stderr, if that is a terminal. It stays below the output, which is written through
 * `around`.
 */
export class ProgressBar {
  readonly #stream: Io['stderr'];
  #bar: SingleBar | undefined;
  #state: BarState | undefined;
  #announcement: NodeJS.Timeout | undefined;
  #isAnnounced = false;

  constructor({ stderr }: Io) {
    this.#stream = stderr;
  }

  /** Shows the progress of a step. */
  show(title: string, done: number, total: number, unit: Unit, detail = ''): void {
    if (this.#stream.isTTY !== true) return;
    this.#withdraw();
    if (this.#state?.title !== title || this.#state.total !== total) this.clear();
    const state = { title, done, total, unit, detail };
    this.#state = state;
    if (this.#bar) this.#bar.update(done, { detail });
    else this.#bar = this.#start(state);
  }

  /** Names a step of unknown length if it takes longer than a second, until the next call of this bar. */
  announce(title: string): void {
    this.clear();
    if (this.#stream.isTTY !== true) return;
    this.#announcement = setTimeout(() => {
      this.#isAnnounced = true;
      this.#stream.write(`${title} …`);
    }, ANNOUNCE_AFTER_MS);
    this.#announcement.unref();
  }

  /** Writes output above the bar. */
  around(write: () => void): void {
    const state = this.#state;
    this.clear();
    write();
    if (state) this.show(state.title, state.done, state.total, state.unit, state.detail);
  }

  /** Removes the bar. */
  clear(): void {
    this.#withdraw();
    this.#bar?.stop();
    this.#bar = undefined;
    this.#state = undefined;
  }

  #withdraw(): void {
    clearTimeout(this.#announcement);
    if (this.#isAnnounced) this.#stream.write(ERASE_LINE);
    this.#isAnnounced = false;
  }

  #start({ title, done, total, unit, detail }: BarState): SingleBar {
    const bar = new SingleBar({
      stream: this.#stream,
      format: `${title} {bar} {percentage}% ${unit === 'percent' ? '' : '{value}/{total} '}{detail}`,
      formatValue: (value, _options, type) =>
        unit === 'bytes' && (type === 'value' || type === 'total')
          ? `${(value / 1e6).toFixed(1)} MB`
          : String(value),
      barCompleteChar: '█',
      barIncompleteChar: '░',
      barsize: 30,
      // Ctrl-C may end the process at once, and the terminal would keep a hidden cursor.
      hideCursor: false,
      clearOnComplete: true,
    });
    bar.start(total, done, { detail });
    return bar;
  }
}
