import { stat } from 'node:fs/promises';
import { InvalidArgumentError, Option } from 'commander';
import { isBundle, locateModel, readFigures } from '../../bundles/index.js';
import { convertCheckpoint } from '../../conversion/index.js';
import { CheckpointError, FileError } from '../../errors.js';
import { type Precision, PRECISIONS } from '../../precision.js';
import type { CommandContext } from '../command.js';
import type { Io } from '../io.js';
import { addModelOptions, loadOptions, type ModelOptions } from '../model-options.js';
import { namedRecordings } from '../open-recordings.js';
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

/** Adds `convert`: a checkpoint in, a bundle out. */
export function addConvert({ program, io }: CommandContext): void {
  const command = program
    .command('convert')
    .description('turn a checkpoint into a bundle')
    .argument('<source>', 'folder or hub repository of the checkpoint')
    .argument('<bundle>', 'folder to write, which must not exist yet')
    .option('--name <name>', "the bundle's name (default: the source's)")
    .option('--licence <spdx>', "licence of the weights (default: the model card's)")
    .option(
      '--figures <file>',
      'JSON of measured figures, each with its protocol, and of the calibration',
    )
    .addOption(
      new Option(
        '--precision <name>',
        'numbers of the matrices: int8 is faster, int8-weights smallest',
      )
        .choices(PRECISIONS)
        .default('fp32'),
    )
    .option('--layers <number>', 'keep so many Transformer layers, the first ones', parseLayers)
    .option(
      '--audio <path...>',
      'recordings to measure a smaller model on (default: synthesised sounds)',
    )
    .option('--accept-distance', 'keep a smaller model that answers otherwise than the whole one');
  addModelOptions(command).action((source: string, target: string, options: ConvertOptions) =>
    convert(source, target, options, io),
  );
}

async function convert(source: string, target: string, options: ConvertOptions, io: Io) {
  await refuseExisting(target);
  const progress = new ProgressBar(io);
  try {
    const { onConvert, onMeasure, ...load } = loadOptions(source, options, io, progress);
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
      ...(options.audio && { recordings: await namedRecordings(options.audio, io) }),
      ...(onConvert && { onProgress: onConvert }),
      ...(onMeasure && { onMeasure }),
      ...(io.signal && { signal: io.signal }),
    });
  } finally {
    progress.clear();
  }
  io.stdout.write(`${target}\n`);
}

/** Reads `--layers`. */
function parseLayers(text: string): number {
  const layers = Number(text);
  if (Number.isInteger(layers) && layers >= 1) return layers;
  throw new InvalidArgumentError('Expected a whole number from 1 on.');
}

async function refuseBundle(folder: string): Promise<void> {
  if (await isBundle(folder))
    throw new CheckpointError(
      'checkpoint-unsupported',
      `${folder} is a bundle already, expected a checkpoint. It can be used as it is, or copied.`,
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
