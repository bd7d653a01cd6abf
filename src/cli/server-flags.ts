import { Option } from 'commander';
import type { ServerOption } from '../server/index.js';

/** The flag of a setting, with its default and its variable in the help. */
export function toFlag({ flag, argument, help, fallback, variable }: ServerOption): Option {
  const notes = [fallback ? `default: ${fallback}` : '', variable].filter((note) => note !== '');
  const words = argument === undefined ? `--${flag}` : `--${flag} ${argument}`;
  return new Option(words, `${help} (${notes.join('; ')})`);
}
