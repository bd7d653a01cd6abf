import { toModelInfo } from '../../bundles/index.js';
import {
  type Baseline,
  expectRelativeHead,
  makeBaseline,
  type VoicePart,
} from '../../inference/index.js';
import { prepareBundle } from '../../node/index.js';
import { embedEach, type ModelPool, openModelPool } from '../../workers/index.js';
import { writeWhole } from '../../write-whole.js';
import type { CommandContext } from '../command.js';
import { expandInputs, type Input } from '../expand-inputs.js';
import type { Io } from '../io.js';
import {
  addModelOptions,
  addPrecisionOption,
  loadOptions,
  type ModelOptions,
  type PrecisionOption,
} from '../model-options.js';
import { ExitCode, failureLine } from '../print-failures.js';
import { ProgressBar } from '../progress-bar.js';
import { addRunOptions, poolOptions, type RunFlags } from '../run-options.js';
import { refuseOtherFile } from '../read-baseline.js';
import { clock, printableName } from '../text.js';

type BaselineOptions = ModelOptions &
  PrecisionOption &
  RunFlags & {
    readonly output?: string;
    readonly name?: string;
    readonly model?: string;
    readonly recursive?: true;
  };

/** Below this reliability the command advises to add speech: the logits are uncertain by one. */
const WEAK_RELIABILITY = 0.5;

/** Adds `baseline`, which measures how a voice sounds when nothing is the matter. */
export function addBaseline({ program, io, outcome }: CommandContext): void {
  const command = program
    .command('baseline')
    .description('measure how a person normally speaks, for classify --baseline')
    .argument('<inputs...>', 'recordings of one person: files, folders, patterns, or - for stdin')
    .option('-o, --output <file>', 'JSON file to write (default: stdout)')
    .option('--name <name>', 'name of the person, which results show')
    .option('-m, --model <source>', 'folder, hub repository or embedded model')
    .option('-r, --recursive', 'search the subfolders of a folder');
  addModelOptions(addRunOptions(addPrecisionOption(command))).action(
    async (words: string[], options: BaselineOptions) => {
      if (options.output !== undefined) await refuseOtherFile(options.output);
      const { baseline, failures } = await measure(words, options, io);
      await write(baseline, options.output, io);
      if (failures > 0) outcome.exitCode = ExitCode.failed;
    },
  );
}

async function measure(words: string[], options: BaselineOptions, io: Io) {
  const inputs = await expandInputs(words, options.recursive ?? false, io);
  const progress = new ProgressBar(io);
  let pool: ModelPool | undefined;
  try {
    const { precision, name } = options;
    progress.announce('Prepare the model');
    const source = loadOptions(options.model, options, io, progress);
    const bundle = await prepareBundle({ ...source, precision });
    const model = toModelInfo(bundle);
    expectRelativeHead(model);
    progress.announce('Open the model');
    pool = await openModelPool(bundle, inputs.length, poolOptions(options));
    const voices = await embedAll(pool, inputs, io, progress);
    const baseline = makeBaseline(model, voices, { name });
    return { baseline, failures: inputs.length - voices.length };
  } finally {
    await pool?.dispose();
    progress.clear();
  }
}

/** The parts of the recordings that can be read; the failures of the others are printed. */
async function embedAll(
  pool: ModelPool,
  inputs: readonly Input[],
  { stderr, signal }: Io,
  progress: ProgressBar,
): Promise<VoicePart[][]> {
  const voices: VoicePart[][] = [];
  let done = 0;
  const show = (detail = '') => {
    progress.show('Measure', done, inputs.length, 'files', detail);
  };
  show();
  const outcomes = embedEach(pool, inputs, {
    signal,
    open: (input) => input.open(),
    onProgress: (input, seconds) => {
      if (input === inputs[done]) show(`${clock(seconds)} done`);
    },
  });
  for await (const { item, result, error } of outcomes) {
    done++;
    if (result) voices.push(result);
    else progress.around(() => stderr.write(`${failureLine(item.name, error)}\n`));
    if (done < inputs.length) show();
  }
  return voices;
}

async function write(baseline: Baseline, output: string | undefined, io: Io): Promise<void> {
  const text = `${JSON.stringify(baseline)}\n`;
  const toStdout = output === undefined || output === '-';
  if (toStdout) io.stdout.write(text);
  else await writeWhole(output, text);
  const messages = toStdout ? io.stderr : io.stdout;
  messages.write(`${describe(baseline, toStdout ? undefined : output)}\n`);
  if (baseline.reliability < WEAK_RELIABILITY)
    io.stderr.write(
      'wav2emo: this baseline is weak, because it has little speech or its recordings differ much. Add recordings in which this person speaks normally.\n',
    );
}

function describe({ name, seconds, recordings, reliability }: Baseline, output?: string): string {
  const noun = recordings === 1 ? 'recording' : 'recordings';
  const start = [output, name].filter((part) => part !== undefined).map(printableName);
  const amount = `${seconds.toFixed(1)} s of speech from ${recordings} ${noun}, reliability ${reliability.toFixed(2)}`;
  return [...start, amount].join(': ');
}
