import { isVoidAnswer } from '../../findings.js';
import { printable, printableName } from '../text.js';
import type { OutcomeLine } from './write-lines.js';

/** Failures that are listed on the terminal; all are in the results. */
const LISTED = 20;

/** Counts the outcomes of a batch while they are written. */
export class BatchSummary {
  #files = 0;
  #seconds = 0;
  #failed = 0;
  readonly #labels = new Map<string, number>();
  readonly #codes = new Map<string, number>();
  readonly #listed: string[] = [];

  /** Number of recordings that failed. */
  get failed(): number {
    return this.#failed;
  }

  /** Seconds of all recordings with a result. */
  get seconds(): number {
    return this.#seconds;
  }

  /** Passes outcomes on and counts them. */
  async *count(lines: AsyncIterable<OutcomeLine>): AsyncGenerator<OutcomeLine> {
    for await (const line of lines) {
      this.#add(line);
      yield line;
    }
  }

  /** The summary in lines for people. */
  lines(): string[] {
    const files = `${this.#files} ${this.#files === 1 ? 'file' : 'files'}`;
    return [
      `${files}, ${(this.#seconds / 3600).toFixed(2)} hours of audio: ${this.#files - this.#failed} with a result, ${this.#failed} failed`,
      ...(this.#labels.size > 0 ? [`Labels: ${table(this.#labels)}`] : []),
      ...(this.#failed > 0 ? [`Failures: ${table(this.#codes)}`, ...this.#failures()] : []),
    ];
  }

  #add(line: OutcomeLine): void {
    this.#files++;
    if ('error' in line) {
      this.#failed++;
      increase(this.#codes, line.error.code);
      if (this.#listed.length < LISTED) this.#listed.push(failureOf(line));
      return;
    }
    this.#seconds += line.durationSeconds;
    if (isVoidAnswer(line.findings)) increase(this.#labels, 'no emotion to name');
    else if ('label' in line) increase(this.#labels, line.label);
  }

  #failures(): string[] {
    const more = this.#failed - this.#listed.length;
    return [
      ...this.#listed.map((line) => `  ${line}`),
      ...(more > 0 ? [`  and ${more} more; the results name all`] : []),
      'Failed files are not tried again, unless you add --retry-failed.',
    ];
  }
}

function failureOf({ file, error }: Extract<OutcomeLine, { error: unknown }>): string {
  const name = printableName(file);
  const message = printable(error.message.replaceAll(file, name)).replaceAll('\n', ' ');
  return message.includes(name) ? message : `${name}: ${message}`;
}

function increase(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** The most frequent first. */
function table(counts: ReadonlyMap<string, number>): string {
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${printableName(name)} ${count}`)
    .join(', ');
}
