import pc from 'picocolors';
import type { LiveEvent, LiveResult, LiveSummary } from '../../conversation/index.js';
import { FINDINGS } from '../../findings.js';
import type { Label } from '../../labels.js';
import { padCell, widest } from '../columns.js';
import type { Io } from '../io.js';
import type { Language } from '../language.js';
import { clock, printableName } from '../text.js';
import { LIVE_WORDS } from './live-words.js';

/** Writes what a live session reports. */
export interface LiveWriter {
  event(event: LiveEvent): void;
  summary(summary: LiveSummary): void;
}

/** Writes one JSON object a line. */
export class LiveJsonWriter implements LiveWriter {
  readonly #io: Io;

  constructor(io: Io) {
    this.#io = io;
  }

  event(event: LiveEvent): void {
    this.#io.stdout.write(`${JSON.stringify(event)}\n`);
  }

  summary(summary: LiveSummary): void {
    this.#io.stdout.write(`${JSON.stringify({ type: 'session.ended', ...summary })}\n`);
  }
}

const BAR_CELLS = 20;

/** Writes one line for each measurement, for people. */
export class LiveTableWriter implements LiveWriter {
  readonly #io: Io;
  readonly #names: ReadonlyMap<string, string>;
  readonly #width: number;
  readonly #language: Language;
  readonly #color: ReturnType<typeof pc.createColors>;

  constructor(io: Io, labels: readonly Label[], language: Language) {
    this.#io = io;
    this.#names = new Map(labels.map((label) => [label.id, printableName(label[language])]));
    this.#width = widest([...this.#names.values()]);
    this.#language = language;
    this.#color = pc.createColors(io.stdout.isTTY === true && !io.env['NO_COLOR']);
  }

  event(event: LiveEvent): void {
    const { bold, dim } = this.#color;
    const words = LIVE_WORDS[this.#language];
    if (event.type === 'measurement')
      this.#line(clock(event.endSeconds), `${this.#values(event)}${this.#notes(event)}`);
    else if (event.type === 'utterance.end')
      this.#line(
        clock(event.endSeconds),
        `${bold(this.#values(event))}  ${dim(words.utterance(event.endSeconds - event.startSeconds))}${this.#notes(event)}`,
      );
    else if (event.type === 'baseline') this.#line('', dim(words.learnt(event.seconds)));
  }

  summary({ durationSeconds, speechSeconds, utterances, values }: LiveSummary): void {
    const words = LIVE_WORDS[this.#language];
    const lines = [
      '',
      words.summary(clock(durationSeconds), clock(speechSeconds), utterances),
      ...Object.entries(values).map(([id, value]) => `  ${this.#bar(id, value)}`),
    ];
    this.#io.stdout.write(`${lines.join('\n')}\n`);
  }

  #line(time: string, text: string): void {
    this.#io.stdout.write(`${this.#color.dim(time.padStart(7))}  ${text}\n`);
  }

  #values(result: LiveResult): string {
    return 'probabilities' in result
      ? this.#bar(result.label, result.score)
      : Object.entries(result.dimensions)
          .map(([id, value]) => `${this.#names.get(id) ?? id} ${value.toFixed(2)}`)
          .join('  ');
  }

  #bar(id: string, value: number): string {
    const cells = Math.round(Math.min(1, Math.max(0, value)) * BAR_CELLS);
    const bar = '█'.repeat(cells) + this.#color.dim('░'.repeat(BAR_CELLS - cells));
    return `${padCell(this.#names.get(id) ?? printableName(id), this.#width)}  ${bar}  ${value.toFixed(2)}`;
  }

  #notes({ findings }: LiveResult): string {
    const names = findings.map(({ code }) => FINDINGS[code].name[this.#language]);
    return names.length === 0 ? '' : this.#color.yellow(`  ! ${names.join(', ')}`);
  }
}
