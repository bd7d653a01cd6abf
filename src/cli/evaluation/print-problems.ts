import type { Problem } from '../../evaluation/index.js';
import type { Io } from '../io.js';
import { printableName } from '../text.js';

/** More lines would hide what is above them. */
const SHOWN_OF_A_KIND = 10;

/** Prints the problems of a list of clips on stderr, the first ones of each kind. */
export function printProblems(problems: readonly Problem[], { stderr }: Io): void {
  for (const kind of new Set(problems.map((problem) => problem.kind))) {
    const found = problems.filter((problem) => problem.kind === kind);
    for (const { text } of found.slice(0, SHOWN_OF_A_KIND))
      stderr.write(`${printableName(text)}\n`);
    const hidden = found.length - SHOWN_OF_A_KIND;
    if (hidden > 0) stderr.write(`… and ${hidden} more of this kind (${kind}).\n`);
  }
}
