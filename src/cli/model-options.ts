import { type Command, InvalidArgumentError, Option } from 'commander';
import { HEAD_ACTIVATIONS, type HeadActivation } from '../head-activation.js';
import type { LoadOptions } from '../node/index.js';
import { PRECISIONS } from '../precision.js';
import type { Io } from './io.js';
import type { ProgressBar } from './progress-bar.js';
import { megabytes } from './text.js';

/** Options of every command that uses a model. */
export type ModelOptions = {
  readonly revision?: string;
  readonly savedir?: string;
  readonly hparamsFile?: string;
  readonly trustBundle?: boolean;
  readonly labels?: readonly string[];
  readonly headActivation?: HeadActivation;
};

/** Adds the options of {@link ModelOptions} to a command. */
export function addModelOptions(command: Command): Command {
  return command
    .option('--revision <name>', 'branch, tag or commit of a hub repository')
    .option('--savedir <folder>', 'folder for the files of a hub repository (default: the cache)')
    .option('--hparams-file <name>', "file with SpeechBrain's settings (default: hyperparams.yaml)")
    .option('--trust-bundle', 'use a graph that a hub repository contains, as it is')
    .option(
      '--labels <names>',
      "names of the model's outputs in their order, separated by commas, if its files state none",
      parseLabelList,
    )
    .addOption(
      new Option(
        '--head-activation <name>',
        'activation between the two layers of the head, if its files do not state it',
      ).choices(HEAD_ACTIVATIONS),
    );
}

/** Option of the commands that convert a checkpoint on first use. */
export type PrecisionOption = { readonly precision: NonNullable<LoadOptions['precision']> };

/** Adds the option of {@link PrecisionOption} to a command. */
export function addPrecisionOption(command: Command): Command {
  return command.addOption(
    new Option('--precision <name>', 'number format of the weights, for a checkpoint')
      .choices(['auto', ...PRECISIONS])
      .default('auto'),
  );
}

/** `a,b,c` to different names. */
function parseLabelList(text: string): readonly string[] {
  const labels = text.split(',').map((label) => label.trim());
  const areDifferent = new Set(labels).size === labels.length;
  if (labels.every((label) => label !== '') && areDifferent) return labels;
  throw new InvalidArgumentError('Expected different names separated by commas.');
}

/** Turns the options into those of the library; licence and progress are shown on stderr. */
export function loadOptions(
  source: string | undefined,
  options: ModelOptions,
  { stderr, signal }: Io,
  progress: ProgressBar,
): LoadOptions {
  const { revision, savedir, hparamsFile, trustBundle, labels, headActivation } = options;
  return {
    ...(source !== undefined && { source }),
    ...(revision !== undefined && { revision }),
    ...(savedir !== undefined && { savedir }),
    ...(hparamsFile !== undefined && { hparamsFile }),
    ...(trustBundle !== undefined && { trustBundle }),
    ...(labels !== undefined && { labels }),
    ...(headActivation !== undefined && { headActivation }),
    ...(signal && { signal }),
    onLicence({ repository, licence, totalBytes }) {
      const terms = licence ?? 'not stated';
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
