import { extname } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Bundle, toModelInfo } from '../../bundles/index.js';
import {
  EMBEDDING_LEVELS,
  type EmbeddingLevel,
  type EmbeddingRow,
  writeCsv,
  writeFacts,
  writeNpy,
  writeParquet,
} from '../../evaluation/index.js';
import { prepareBundle } from '../../node/index.js';
import { writeWhole } from '../../write-whole.js';
import type { CommandContext } from '../command.js';
import { embedInputs } from '../evaluation/embed-inputs.js';
import { expandInputs } from '../expand-inputs.js';
import type { Io } from '../io.js';
import {
  addModelOptions,
  addPrecisionOption,
  loadOptions,
  type ModelOptions,
  type PrecisionOption,
} from '../model-options.js';
import { ExitCode } from '../print-failures.js';
import { ProgressBar } from '../progress-bar.js';
import { addRunOptions, type RunFlags } from '../run-options.js';
import { printableName } from '../text.js';

type EmbedOptions = ModelOptions &
  PrecisionOption &
  RunFlags & {
    readonly output: string;
    readonly level: EmbeddingLevel;
    readonly window: number;
    readonly step?: number;
    readonly model?: string;
    readonly recursive?: true;
  };

const FORMATS = ['.npy', '.parquet', '.csv'];

/** Adds `embed`, which writes the embeddings of recordings. */
export function addEmbed({ program, io, outcome }: CommandContext): void {
  const command = program
    .command('embed')
    .description('write the embeddings of recordings, for your own models and maps')
    .argument('<inputs...>', 'files, folders, patterns such as *.wav, or - for stdin')
    .requiredOption('-o, --output <file>', 'a .npy, .parquet or .csv file')
    .addOption(
      new Option('--level <name>', 'one embedding for each of these')
        .choices(EMBEDDING_LEVELS)
        .default('utterance'),
    )
    .option('--window <seconds>', 'length of a window, 0.1 to 30', parseWindow, 3)
    .option('--step <seconds>', 'from one window to the next (default: --window)', parseWindow)
    .option('-m, --model <source>', 'folder, hub repository or embedded model')
    .option('-r, --recursive', 'search the subfolders of a folder');
  addModelOptions(addRunOptions(addPrecisionOption(command))).action(
    async (words: string[], options: EmbedOptions) => {
      const failures = await embed(words, options, { command, io });
      if (failures > 0) outcome.exitCode = ExitCode.failed;
    },
  );
}

function parseWindow(text: string): number {
  const seconds = Number(text);
  if (seconds >= 0.1 && seconds <= 30) return seconds;
  throw new InvalidArgumentError('Expected seconds from 0.1 to 30.');
}

async function embed(
  words: string[],
  options: EmbedOptions,
  { command, io }: { readonly command: Command; readonly io: Io },
): Promise<number> {
  const format = extname(options.output).toLowerCase();
  if (!FORMATS.includes(format))
    command.error(
      `error: ${options.output} does not end in ${FORMATS.join(', ')}. Name one that does.`,
    );
  const progress = new ProgressBar(io);
  try {
    const inputs = await expandInputs(words, options.recursive ?? false, io);
    progress.announce('Prepare the model');
    const source = loadOptions(options.model, options, io, progress);
    const bundle = await prepareBundle({ ...source, precision: options.precision });
    const { rows, failures } = await embedInputs(inputs, { ...options, bundle }, io, progress);
    progress.clear();
    if (rows.length > 0) await write(rows, bundle, { ...options, format }, io);
    return failures;
  } finally {
    progress.clear();
  }
}

async function write(
  rows: readonly EmbeddingRow[],
  { manifest, ...bundle }: Bundle,
  { output, level, format }: EmbedOptions & { readonly format: string },
  { stderr }: Io,
): Promise<void> {
  const facts = {
    model: manifest.name,
    sha256: toModelInfo({ manifest, ...bundle }).fingerprint,
    licence: manifest.licence ?? '',
    level,
  };
  const content: Readonly<Record<string, () => string | Uint8Array>> = {
    '.npy': () => writeNpy(rows.map(({ embedding }) => embedding)),
    '.parquet': () => writeParquet(rows, facts),
    '.csv': () => writeCsv(rows),
  };
  await writeWhole(output, content[format]?.() ?? '');
  const written = [output];
  // An array of NumPy has no place for what its rows are of.
  if (format === '.npy') {
    const place = `${output.slice(0, -format.length)}.rows.csv`;
    await writeWhole(place, writeFacts(rows));
    written.push(place);
  }
  const size = rows[0]?.embedding.length ?? 0;
  stderr.write(
    `Wrote ${written.map(printableName).join(' and ')}: ${rows.length} × ${size} from ${manifest.name}\n`,
  );
}
