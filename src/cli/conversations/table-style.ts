import pc from 'picocolors';
import type { Io } from '../io.js';
import type { Language } from '../language.js';
import { TABLE_WORDS } from './table-words.js';

/** Columns if stdout is not a terminal. */
const DEFAULT_COLUMNS = 80;
/** A wider strip is no more readable. */
const MOST_COLUMNS = 120;

/** How a table is drawn: language, colours, and the width of the terminal. */
export type TableStyle = {
  readonly language: Language;
  readonly words: (typeof TABLE_WORDS)[Language];
  readonly color: ReturnType<typeof pc.createColors>;
  readonly columns: number;
};

/** The style for the terminal of a command. */
export function tableStyle({ stdout, env }: Pick<Io, 'stdout' | 'env'>, language: Language) {
  return {
    language,
    words: TABLE_WORDS[language],
    color: pc.createColors(stdout.isTTY === true && !env['NO_COLOR']),
    columns: Math.min(MOST_COLUMNS, stdout.columns ?? DEFAULT_COLUMNS),
  } satisfies TableStyle;
}
