import { type Command, InvalidArgumentError } from 'commander';
import { COLUMN_NAMES, type ColumnName, type ReadDataOptions } from '../../evaluation/index.js';

/** Options of the commands that read lists. */
export type DataOptions = {
  readonly map: Readonly<Record<string, string>>;
  readonly column: Partial<Readonly<Record<ColumnName, string>>>;
  readonly root?: string;
  readonly fold?: string;
  readonly encoding?: string;
};

/** Adds the options of {@link DataOptions} to a command. */
export function addDataOptions(command: Command): Command {
  return command
    .option(
      '--map <from=to>',
      'read a label as another one, e.g. exc=hap; "-" leaves its clips out. Repeat it, or separate by commas',
      collectPairs('a label and the one that is used, e.g. exc=hap'),
      {},
    )
    .option(
      '--column <name=column>',
      `name of a column: ${COLUMN_NAMES.join(', ')}, e.g. label=emo. Repeat it, or separate by commas`,
      collectColumns,
      {},
    )
    .option('--root <folder>', 'folder that the paths are relative to (default: that of the list)')
    .option('--fold <name>', 'fold of EmoBox (default: all)')
    .option('--encoding <name>', 'encoding of the list, e.g. gb18030 (default: utf-8)');
}

/** The options of the library for those of the command line. */
export function listOptions({ column, root, fold, encoding, map }: DataOptions): ReadDataOptions {
  return { columns: column, root, fold, encoding, labelMap: map };
}

type Pairs = Readonly<Record<string, string>>;

function collectPairs(expected: string) {
  return (text: string, before: Pairs): Pairs => {
    const pairs = text.split(',').map((pair): [string, string] => {
      const at = pair.indexOf('=');
      const [from, to] = [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
      if (at < 1 || from === '' || to === '')
        throw new InvalidArgumentError(`Expected ${expected}.`);
      return [from, to];
    });
    return { ...before, ...Object.fromEntries(pairs) };
  };
}

function collectColumns(text: string, before: Pairs): Pairs {
  const columns = collectPairs('one of the names and a column, e.g. label=emo')(text, before);
  const wrong = Object.keys(columns).find((name) => !(COLUMN_NAMES as string[]).includes(name));
  if (wrong === undefined) return columns;
  throw new InvalidArgumentError(`Found ${wrong}, expected one of ${COLUMN_NAMES.join(', ')}.`);
}
