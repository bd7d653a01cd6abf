import { type Command, Option } from 'commander';
import type { LoadOptions } from '../node/index.js';
import { PRECISIONS } from '../precision.js';
import type { Io } from './io.js';
import type { ProgressBar } from './progress-bar.js';
import { megabytes } from './text.js';

/** The options by which every command finds a model. */
export type ModelOptions = {
  readonly revision?: string;
  readonly savedir?: string;
  readonly hparamsFile?: string;
};

/** Adds these options to a command. */
export function addModelOptions(command: Command): Command {
  return command
    .option('--revision <name>', 'branch, tag or commit of a hub repository')
    .option('--savedir <folder>', "folder for a hub repository's files (default: the cache)")
    .option('--hparams-file <name>', "SpeechBrain's settings (default: hyperparams.yaml)");
}

/** The option by which commands that convert in passing choose a precision. */
export type PrecisionOption = { readonly precision: NonNullable<LoadOptions['precision']> };

/** Adds this option to a command. */
export function addPrecisionOption(command: Command): Command {
  return command.addOption(
    new Option('--precision <name>', "numbers of the matrices of a checkpoint's graph")
      .choices(['auto', ...PRECISIONS])
      .default('auto'),
  );
}

/** Turns them into what the classifier takes, with the licence and the progress shown on stderr. */
export function loadOptions(
  source: string | undefined,
  options: ModelOptions,
  { stderr, signal }: Io,
  progress: ProgressBar,
): LoadOptions {
  const { revision, savedir, hparamsFile } = options;
  return {
    ...(source !== undefined && { source }),
    ...(revision !== undefined && { revision }),
    ...(savedir !== undefined && { savedir }),
    ...(hparamsFile !== undefined && { hparamsFile }),
    ...(signal && { signal }),
    onLicence({ repository, licence, totalBytes }) {
      const terms = licence ?? 'not named by its publisher';
      stderr.write(`Fetching ${repository} (${megabytes(totalBytes)}), licence: ${terms}\n`);
    },
    onDownload({ doneBytes, totalBytes }) {
      progress.show('Download', doneBytes, totalBytes, 'bytes');
    },
    onConvert(doneBytes, totalBytes) {
      progress.show('Convert', doneBytes, totalBytes, 'bytes');
    },
    onMeasure(done, total) {
      progress.show('Compare', done, total, 'files');
    },
  };
}
