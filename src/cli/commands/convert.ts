import { stat } from 'node:fs/promises';
import { InvalidArgumentError, Option } from 'commander';
import { isBundle, locateModel, readFigures } from '../../bundles/index.js';
import { convertCheckpoint } from '../../conversion/index.js';
import { CheckpointError, FileError } from '../../errors.js';
import { type Precision, PRECISIONS } from '../../precision.js';
import type { CommandContext } from '../command.js';
import type { Io } from '../io.js';
import { addModelOptions, loadOptions, type ModelOptions } from '../model-options.js';
import { openRecordings } from '../open-recordings.js';
import { ProgressBar } from '../progress-bar.js';

type ConvertOptions = ModelOptions & {
  readonly name?: string;
  readonly licence?: string;
  readonly figures?: string;
  readonly precision?: Precision;
  readonly layers?: number;
  readonly audio?: readonly string[];
  readonly acceptDistance?: true;
};

/** Adds `convert`, which turns a checkpoint into a bundle. */
export function addConvert({ program, io }: CommandContext): void {
  const command = program
    .command('convert')
    .description('convert a checkpoint into a bundle')
    .argument('<source>', 'folder or hub repository of the checkpoint')
    .argument('<bundle>', 'folder to write, which must not exist')
    .option('--name <name>', "name of the bundle (default: the source's)")
    .option('--licence <spdx>', 'licence of the weights (default: from the model card)')
    .option(
      '--figures <file>',
      'JSON file with measured figures and their protocols, and with the calibration',
    )
    .addOption(
      new Option(
        '--precision <name>',
        'number format of the weights: int8 is faster, int8-weights is smallest',
      )
        .choices(PRECISIONS)
        .default('fp32'),
    )
    .option('--layers <number>', 'keep only the first Transformer layers', parseLayers)
    .option(
      '--audio <path...>',
      'recordings to compare a smaller model on (default: synthetic sounds)',
    )
    .option(
      '--accept-distance',
      'keep the smaller model even if its results differ from the full model',
    );
  addModelOptions(command).action((source: string, target: string, options: ConvertOptions) =>
    convert(source, target, options, io),
  );
}

async function convert(source: string, target: string, options: ConvertOptions, io: Io) {
  await refuseExisting(target);
  const progress = new ProgressBar(io);
  try {
    const { onConvert, onMeasure, ...load } = loadOptions(source, options, io, progress);
    progress.announce('Read the checkpoint');
    const { name, licence } = options;
    const measured = options.figures === undefined ? {} : await readFigures(options.figures);
    const located = {
      ...(await locateModel(load)),
      ...(name !== undefined && { name }),
      ...(licence !== undefined && { licence }),
    };
    await refuseBundle(located.folder);
    const { precision, layers, acceptDistance } = options;
    await convertCheckpoint({
      source: located,
      target,
      ...measured,
      ...(precision !== undefined && { precision }),
      ...(layers !== undefined && { layers }),
      ...(acceptDistance && { allowInexact: true }),
      ...(options.audio && { recordings: await openRecordings(options.audio, io) }),
      ...(onConvert && { onProgress: onConvert }),
      ...(onMeasure && { onMeasure }),
      ...(io.signal && { signal: io.signal }),
    });
  } finally {
    progress.clear();
  }
  io.stdout.write(`${target}\n`);
}

/** Parses the number of `--layers`. */
function parseLayers(text: string): number {
  const layers = Number(text);
  if (Number.isInteger(layers) && layers >= 1) return layers;
  throw new InvalidArgumentError('Expected a whole number of at least 1.');
}

async function refuseBundle(folder: string): Promise<void> {
  if (await isBundle(folder))
    throw new CheckpointError(
      'checkpoint-unsupported',
      `${folder} is a bundle already, expected a checkpoint. Use the bundle as it is, or copy it.`,
    );
}

async function refuseExisting(target: string): Promise<void> {
  const found = await stat(target).catch(() => undefined);
  if (found)
    throw new FileError(
      'file-exists',
      `${target} exists already, expected a new folder. Choose another name or remove it.`,
    );
}
