import { stat } from 'node:fs/promises';
import { adaptModel, type AdaptedModel } from '../../classifier/index.js';
import { FileError } from '../../errors.js';
import type { CommandContext } from '../command.js';
import type { Io } from '../io.js';
import { addModelOptions, loadOptions, type ModelOptions } from '../model-options.js';
import { parseCount } from '../parse-count.js';
import { ExitCode, failureLine } from '../print-failures.js';
import { ProgressBar } from '../progress-bar.js';
import { readClips } from '../read-clips.js';

type Options = ModelOptions & {
  readonly output: string;
  readonly model?: string;
  readonly name?: string;
  readonly labels?: readonly string[];
  readonly jobs?: number;
};

/** Adds `adapt`, which teaches a model own clips. */
export function addAdapt({ program, io, outcome }: CommandContext): void {
  const command = program
    .command('adapt')
    .description('teach a model your own clips, and write it if it is better')
    .argument('<data>', 'folder with one folder for each label, or CSV: file,label,speaker')
    .requiredOption('-o, --output <folder>', 'folder of the new model, which must not exist')
    .option('-m, --model <source>', 'model to start from: folder, hub repository or embedded model')
    .option('--name <name>', "name of the new model (default: the base model's with -adapted)")
    .option('--labels <label...>', 'classes of the new model (default: all labels of the clips)')
    .option('--jobs <count>', 'number of recordings in parallel (default: automatic)', parseCount);
  addModelOptions(command).action(async (data: string, options: Options) => {
    const adapted = await adapt(data, options, io);
    if (!adapted.isWritten || adapted.failures.length > 0) outcome.exitCode = ExitCode.failed;
  });
}

async function adapt(data: string, options: Options, io: Io): Promise<AdaptedModel> {
  const { output: target, name, labels, jobs } = options;
  await refuseExisting(target);
  const clips = await readClips(data);
  const progress = new ProgressBar(io);
  let adapted: AdaptedModel;
  try {
    progress.announce('Open the model');
    adapted = await adaptModel({
      ...loadOptions(options.model, options, io, progress),
      ...{ clips, target, name, labels, jobs },
      onAdapt: (step, done, total) => {
        progress.show(step === 'embed' ? 'Compute' : 'Fit', done, total, 'files');
      },
    });
  } finally {
    progress.clear();
  }
  for (const { file, error } of adapted.failures)
    io.stderr.write(`${failureLine(file instanceof Blob ? 'clip' : file.toString(), error)}\n`);
  io.stdout.write(`${describe(adapted)}\n`);
  if (adapted.isWritten) io.stdout.write(`${target}\n`);
  else
    io.stderr.write(
      'wav2emo: no model was written, because the adapted one is not clearly better than the base model. Keep the base model, or add clips of more speakers.\n',
    );
  return adapted;
}

async function refuseExisting(target: string): Promise<void> {
  if (!(await stat(target).catch(() => undefined))) return;
  throw new FileError(
    'file-exists',
    `${target} exists already, expected a new folder. Choose another name or remove it.`,
  );
}

function describe({ gain, heldOut, clips }: AdaptedModel): string {
  const percent = (share: number) => Math.round(100 * share);
  const { before, after } = gain;
  const [low, high] = after.interval.map(percent);
  const who =
    heldOut === 'speakers'
      ? 'speakers that were not used'
      : 'clips that were not used, whose voices may have been (name the speakers for a better figure)';
  return `${percent(before.value)} → ${percent(after.value)} % unweighted average recall on ${who}, 95 % ${low ?? 0} to ${high ?? 0}, from ${clips} clips`;
}
