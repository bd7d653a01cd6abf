import { Option } from 'commander';
import { toModelInfo } from '../../bundles/index.js';
import { type Evaluation, type Journal, readData, runEvaluation } from '../../evaluation/index.js';
import { prepareBundle } from '../../node/index.js';
import { openModelPool } from '../../workers/index.js';
import { writeWhole } from '../../write-whole.js';
import type { CommandContext } from '../command.js';
import { crossCorpusTable } from '../evaluation/cross-corpus-table.js';
import { addDataOptions, type DataOptions, listOptions } from '../evaluation/data-options.js';
import { openJournal } from '../evaluation/open-journal.js';
import { shown } from '../evaluation/shown.js';
import { printProblems } from '../evaluation/print-problems.js';
import type { Io } from '../io.js';
import { type Language, languageOf } from '../language.js';
import {
  addModelOptions,
  addPrecisionOption,
  loadOptions,
  type ModelOptions,
  type PrecisionOption,
} from '../model-options.js';
import { ExitCode } from '../print-failures.js';
import { ProgressBar } from '../progress-bar.js';
import { addRunOptions, poolOptions, type RunFlags } from '../run-options.js';

type CrossOptions = ModelOptions &
  PrecisionOption &
  RunFlags &
  DataOptions & {
    readonly model: readonly string[];
    readonly baseline?: boolean;
    readonly output?: string;
    readonly json?: true;
    readonly language?: Language;
  };

/** Adds `crosscorpus`, which evaluates models on several corpora. */
export function addCrosscorpus({ program, io, outcome }: CommandContext): void {
  const command = program
    .command('crosscorpus')
    .description('evaluate one or more models on several corpora, as a matrix')
    .argument('<data...>', 'lists of clips, or folders of corpora')
    .option(
      '-m, --model <source>',
      'folder, hub repository or embedded model; repeat it for several',
      (source: string, before: readonly string[]) => [...before, source],
      [],
    )
    .option('--baseline', "also compare each clip with its speaker's others (default: if possible)")
    .option('--no-baseline', 'judge each clip alone only')
    .option('--json', 'print all evaluations as JSON instead of the matrix')
    .option(
      '-o, --output <file>',
      'JSON file with all evaluations, besides the matrix; an interrupted run continues from it',
    )
    .addOption(new Option('--language <code>', 'language of the matrix').choices(['en', 'zh']));
  addModelOptions(addRunOptions(addPrecisionOption(addDataOptions(command)))).action(
    async (places: string[], options: CrossOptions) => {
      const evaluations = await evaluateModels(places, options, io);
      const problems = evaluations.flat().flatMap((each) => each.problems);
      printProblems(problems, io);
      if (problems.length > 0) outcome.exitCode = ExitCode.failed;
    },
  );
}

/** Evaluates the models one after the other. The journals stay until the results of all are written. */
async function evaluateModels(
  places: readonly string[],
  options: CrossOptions,
  io: Io,
): Promise<readonly (readonly Evaluation[])[]> {
  const { model, output, json, language } = options;
  const journals: Journal[] = [];
  let isComplete = false;
  try {
    const evaluations: Evaluation[][] = [];
    for (const source of model.length > 0 ? model : [undefined])
      evaluations.push(await evaluateAll(source, places, options, { io, journals }));
    const text = `${JSON.stringify(evaluations.flat())}\n`;
    if (output !== undefined) await writeWhole(output, text);
    io.stdout.write(json ? text : crossCorpusTable(evaluations, language ?? languageOf(io)));
    isComplete = true;
    return evaluations;
  } finally {
    for (const journal of journals) await journal.close(isComplete);
  }
}

/** Evaluates a model on each corpus; it is opened once. */
async function evaluateAll(
  model: string | undefined,
  places: readonly string[],
  options: CrossOptions,
  { io, journals }: { readonly io: Io; readonly journals: Journal[] },
): Promise<Evaluation[]> {
  const { baseline, precision, output, device } = options;
  const progress = new ProgressBar(io);
  try {
    progress.announce('Prepare the model');
    const bundle = await prepareBundle({ ...loadOptions(model, options, io, progress), precision });
    const info = toModelInfo(bundle);
    if (info.task === 'regression')
      throw new TypeError(
        `${info.name} predicts dimensions, which have no average recall. Use evaluate.`,
      );
    const data = [];
    for (const place of places) data.push(await readData(place, listOptions(options), info));
    const journal = await openJournal(bundle, { output, device, isOneOfSeveral: true });
    if (journal) journals.push(journal);
    const clips = data.reduce((sum, each) => sum + each.clips.length, 0);
    const pool = await openModelPool(bundle, clips, poolOptions(options));
    try {
      const run = { bundle, pool, journal, baseline };
      const evaluations: Evaluation[] = [];
      for (const each of data)
        evaluations.push(
          (await runEvaluation(each, { ...run, ...shown(io, progress) })).evaluation,
        );
      return evaluations;
    } finally {
      await pool.dispose();
    }
  } finally {
    progress.clear();
  }
}
