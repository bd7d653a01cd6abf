import { extname } from 'node:path';
import { toModelInfo } from '../../bundles/index.js';
import { prepareBundle } from '../../node/index.js';
import { batchInputs } from '../batch/batch-inputs.js';
import type { BatchSummary } from '../batch/batch-summary.js';
import { addQueueOptions } from '../batch/queue-options.js';
import { type BatchOptions, runBatch } from '../batch/run-batch.js';
import type { CommandContext } from '../command.js';
import { addComparisonOptions, prepareComparison } from '../comparison-options.js';
import type { Io } from '../io.js';
import {
  addModelOptions,
  addPrecisionOption,
  loadOptions,
  type ModelOptions,
  type PrecisionOption,
} from '../model-options.js';
import { ExitCode, isInterruption } from '../print-failures.js';
import { ProgressBar } from '../progress-bar.js';
import { readSpeakers } from '../read-speakers.js';
import { addRunOptions } from '../run-options.js';
import { printableName } from '../text.js';

type BatchFlags = ModelOptions &
  PrecisionOption &
  BatchOptions & { readonly voiceActivity: boolean };

const FORMATS = ['.jsonl', '.parquet'];

/** Adds `batch`, which classifies an archive and continues after an interruption. */
export function addBatch({ program, io, outcome }: CommandContext): void {
  const command = program
    .command('batch')
    .description('classify a whole archive; an interrupted run continues where it stopped')
    .argument('[inputs...]', 'folders with their subfolders, files, patterns, lists')
    .requiredOption('-o, --output <file>', 'a .jsonl or .parquet file; its journal lies beside it')
    .option('--retry-failed', 'also try the files again that failed')
    .option('-m, --model <source>', 'folder, hub repository or embedded model')
    .option('--no-voice-activity', 'do not check whether a recording contains speech');
  addQueueOptions(
    addModelOptions(addRunOptions(addPrecisionOption(addComparisonOptions(command)))),
  ).action(async (words: string[], options: BatchFlags) => {
    if (words.length === 0 && options.speakers === undefined)
      command.error("error: missing required argument 'inputs'");
    if (!FORMATS.includes(extname(options.output).toLowerCase()))
      command.error(
        `error: ${options.output} does not end in ${FORMATS.join(' or ')}. Name a file that does.`,
      );
    if (words.includes('-'))
      command.error('error: a batch cannot read stdin. Name files, folders or a list.');
    const summary = await batch(words, options, io);
    for (const line of summary.lines()) io.stderr.write(`${line}\n`);
    io.stderr.write(`Wrote ${printableName(options.output)}\n`);
    if (summary.failed > 0) outcome.exitCode = ExitCode.failed;
  });
}

async function batch(words: string[], options: BatchFlags, io: Io): Promise<BatchSummary> {
  const progress = new ProgressBar(io);
  try {
    const { precision, voiceActivity } = options;
    progress.announce('Find the recordings');
    const speakers =
      options.speakers === undefined ? undefined : await readSpeakers(options.speakers);
    const named = words.length > 0 ? words : (speakers?.paths ?? []);
    const inputs = await batchInputs(named, io);
    progress.announce('Prepare the model');
    const source = loadOptions(options.model, options, io, progress);
    const bundle = await prepareBundle({ ...source, precision });
    const model = toModelInfo(bundle);
    const comparison = await prepareComparison(options, speakers, model);
    const run = { model, comparison, voiceActivity };
    return await runBatch({ inputs, bundle, run, options }, io, progress);
  } catch (error) {
    progress.clear();
    if (isInterruption(error))
      io.stderr.write('Interrupted. Run the same command again to continue.\n');
    throw error;
  } finally {
    progress.clear();
  }
}
