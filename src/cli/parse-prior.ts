import { InvalidArgumentError } from 'commander';
import type { Prior } from '../inference/index.js';

const EXPECTED = 'Expected labels with shares, e.g. neutral=0.8,angry=0.1.';

/** Parses the shares of `--prior`, e.g. `neutral=0.8,angry=0.1`; percentages are accepted, too. */
export function parsePrior(text: string): Prior {
  const shares = new Map<string, number>();
  for (const entry of text.split(',')) {
    const [, name, number, percent] = /^\s*(.+?)\s*=\s*([\d.]+)\s*(%?)\s*$/.exec(entry) ?? [];
    const share = Number(number) / (percent === '%' ? 100 : 1);
    if (name === undefined || !(share >= 0 && share <= 1)) throw new InvalidArgumentError(EXPECTED);
    if (shares.has(name)) throw new InvalidArgumentError(`${name} occurs twice. ${EXPECTED}`);
    shares.set(name, share);
  }
  return Object.fromEntries(shares);
}
