import { stat } from 'node:fs/promises';
import type { Gain } from '../../adaptation/index.js';
import { adaptModel, type AdaptedModel } from '../../classifier/index.js';
import { FileError } from '../../errors.js';
import { readOwnClips } from '../adaptation/read-own-clips.js';
import type { CommandContext } from '../command.js';
import type { Io } from '../io.js';
import { addModelOptions, loadOptions, type ModelOptions } from '../model-options.js';
import { addDataOptions, type DataOptions } from '../evaluation/data-options.js';
import { printProblems } from '../evaluation/print-problems.js';
import { parseCount } from '../parse-count.js';
import { ExitCode, failureLine } from '../print-failures.js';
import { ProgressBar } from '../progress-bar.js';

type Options = ModelOptions &
  DataOptions & {
    readonly output: string;
    readonly model?: string;
    readonly name?: string;
    readonly classes?: readonly string[];
    readonly jobs?: number;
  };

/** Adds `adapt`, which teaches a model own clips. */
export function addAdapt({ program, io, outcome }: CommandContext): void {
  const command = program
    .command('adapt')
    .description('teach a model your own clips, and write it if it is better')
    .argument('<data>', 'list of clips (CSV, TSV, JSON lines), or folder of a corpus')
    .requiredOption('-o, --output <folder>', 'folder of the new model, which must not exist')
    .option('-m, --model <source>', 'model to start from: folder, hub repository or embedded model')
    .option('--name <name>', "name of the new model (default: the base model's with -adapted)")
    .option('--classes <label...>', 'classes of the new model (default: all labels of the clips)')
    .option('--jobs <count>', 'number of recordings in parallel (default: automatic)', parseCount);
  addModelOptions(addDataOptions(command)).action(async (data: string, options: Options) => {
    const isComplete = await adapt(data, options, io);
    if (!isComplete) outcome.exitCode = ExitCode.failed;
  });
}

/** @returns whether a model was written, from every clip of the list */
async function adapt(data: string, options: Options, io: Io): Promise<boolean> {
  const { output: target, name, classes, jobs } = options;
  await refuseExisting(target);
  const { clips, problems } = await readOwnClips(data, options);
  printProblems(problems, io);
  const progress = new ProgressBar(io);
  let adapted: AdaptedModel;
  try {
    progress.announce('Open the model');
    adapted = await adaptModel({
      ...loadOptions(options.model, options, io, progress),
      ...{ clips, target, name, classes, jobs },
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
  return adapted.isWritten && adapted.failures.length + problems.length === 0;
}

async function refuseExisting(target: string): Promise<void> {
  if (!(await stat(target).catch(() => undefined))) return;
  throw new FileError(
    'file-exists',
    `${target} exists already, expected a new folder. Choose another name or remove it.`,
  );
}

const percent = (share: number) => Math.round(100 * share);

/** The recall before and after; in words if it is the same in whole percent. */
function gainOf({ before, after }: Gain): string {
  const [from, to] = [percent(before.value), percent(after.value)];
  return from === to ? `${to} % UAR before and after` : `${from} → ${to} % UAR`;
}

const intervalOf = ({ after: { interval } }: Gain) =>
  `95 % ${percent(interval[0])} to ${percent(interval[1])}`;

function describe({ gain, relative, heldOut, clips, recalls, heads }: AdaptedModel): string {
  const who =
    heldOut === 'speakers'
      ? 'on speakers not used'
      : 'on clips not used, whose voices may have been (name the speakers for a better figure)';
  const classes = heads.labels.map((label, at) => `${label} ${percent(recalls[at] ?? 0)} %`);
  return [
    `${gainOf(gain)} ${who}, ${intervalOf(gain)}, from ${clips} clips`,
    `Recall: ${classes.join(', ')}`,
    ...(relative?.isUsed
      ? [
          `Compared with the speaker's other clips: ${gainOf(relative.gain)}, ${intervalOf(relative.gain)}`,
        ]
      : []),
  ].join('\n');
}
