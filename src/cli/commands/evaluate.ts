import { readFile } from 'node:fs/promises';
import { extname, relative, resolve } from 'node:path';
import { Option } from 'commander';
import { toModelInfo } from '../../bundles/index.js';
import { FileError } from '../../errors.js';
import {
  compareEvaluations,
  type Evaluation,
  type FinishedEvaluation,
  type Journal,
  parseEvaluation,
  readData,
  runEvaluation,
} from '../../evaluation/index.js';
import { prepareBundle } from '../../node/index.js';
import { type ModelPool, openModelPool } from '../../workers/index.js';
import { writeWhole } from '../../write-whole.js';
import type { CommandContext } from '../command.js';
import { addDataOptions, type DataOptions, listOptions } from '../evaluation/data-options.js';
import { evaluationTable } from '../evaluation/evaluation-table.js';
import { AUDIO_MODES, type AudioMode, evaluationHtml } from '../evaluation/evaluation-html.js';
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
import { parseRange } from '../evaluation/parse-range.js';
import { ExitCode } from '../print-failures.js';
import { ProgressBar } from '../progress-bar.js';
import { addRunOptions, poolOptions, type RunFlags } from '../run-options.js';
import { printableName } from '../text.js';

const FORMATS = ['table', 'json', 'html'] as const;
type Format = (typeof FORMATS)[number];

/** Formats by the extension of a file; others are tables. */
const BY_EXTENSION: Readonly<Record<string, Format>> = {
  ...{ '.json': 'json', '.html': 'html', '.htm': 'html' },
};

type EvaluateOptions = ModelOptions &
  PrecisionOption &
  RunFlags &
  DataOptions & {
    readonly model?: string;
    readonly baseline?: boolean;
    readonly format?: Format;
    readonly output: readonly string[];
    readonly compare?: string;
    readonly audio: AudioMode;
    readonly dimensionRange?: readonly [number, number];
    readonly language?: Language;
  };

/** Adds `evaluate`, which measures how good a model is on labelled recordings. */
export function addEvaluate({ program, io, outcome }: CommandContext): void {
  const command = program
    .command('evaluate')
    .description('measure how good a model is on labelled recordings')
    .argument('<data>', 'list of clips (CSV, TSV, JSON lines), or folder of a corpus')
    .option('-m, --model <source>', 'folder, hub repository or embedded model')
    .option('--baseline', "also compare each clip with its speaker's others (default: if possible)")
    .option('--no-baseline', 'judge each clip alone only')
    .addOption(
      new Option(
        '-f, --format <name>',
        'format of stdout, or of files without .json or .html',
      ).choices(FORMATS),
    )
    .option(
      '-o, --output <file>',
      'a file; .json and .html choose the format. Repeat it for several',
      (file: string, before: readonly string[]) => [...before, file],
      [],
    )
    .option('--compare <json>', 'an earlier evaluation that this one is compared with')
    .addOption(
      new Option('--audio <mode>', 'recordings of wrong results in the page')
        .choices(AUDIO_MODES)
        .default('auto'),
    )
    .option('--dimension-range <low,high>', 'scale of the true dimensions, e.g. 1,5', parseRange)
    .addOption(new Option('--language <code>', 'language of table and page').choices(['en', 'zh']));
  addModelOptions(addRunOptions(addPrecisionOption(addDataOptions(command)))).action(
    async (place: string, options: EvaluateOptions) => {
      const { problems } = await evaluate(place, options, io);
      printProblems(problems, io);
      if (problems.length > 0) outcome.exitCode = ExitCode.failed;
    },
  );
}

async function evaluate(place: string, options: EvaluateOptions, io: Io): Promise<Evaluation> {
  const progress = new ProgressBar(io);
  let pool: ModelPool | undefined;
  let journal: Journal | undefined;
  let isComplete = false;
  try {
    const earlier = options.compare === undefined ? undefined : await readEarlier(options.compare);
    progress.announce('Prepare the model');
    const source = loadOptions(options.model, options, io, progress);
    const bundle = await prepareBundle({ ...source, precision: options.precision });
    progress.announce('Read the list');
    const data = await readData(place, listOptions(options), toModelInfo(bundle));
    refuseInputs(options.output, [place, ...data.clips.map(({ file }) => file)]);
    journal = await openJournal(bundle, { output: options.output[0], device: options.device });
    progress.announce('Open the model');
    const { baseline, dimensionRange } = options;
    pool = await openModelPool(bundle, data.clips.length, poolOptions(options));
    const run = { bundle, pool, journal, baseline, dimensionRange };
    const found = await runEvaluation(data, { ...run, ...shown(io, progress) });
    const evaluation = withEarlier(found.evaluation, earlier);
    progress.announce('Write the results');
    await write({ ...found, evaluation }, options, io);
    isComplete = true;
    return evaluation;
  } finally {
    await pool?.dispose();
    await journal?.close(isComplete);
    progress.clear();
  }
}

/** A result must not replace the list or a recording. */
function refuseInputs(outputs: readonly string[], inputs: readonly string[]): void {
  const taken = new Set(inputs.map((each) => resolve(each)));
  const lost = outputs.find((each) => each !== '-' && taken.has(resolve(each)));
  if (lost !== undefined)
    throw new FileError(
      'file-exists',
      `${lost} is evaluated and would be lost. Name another file with -o.`,
    );
}

async function readEarlier(place: string): Promise<Evaluation> {
  const text = await readFile(place, 'utf8').catch((error: unknown) => {
    throw FileError.from(error, place, 'read');
  });
  return parseEvaluation(text, place);
}

/** Adds the comparison of an earlier evaluation with this one, for each way to judge that both have. */
function withEarlier(evaluation: Evaluation, earlier: Evaluation | undefined): Evaluation {
  if (!earlier || evaluation.model.task === 'regression') return evaluation;
  const compared = evaluation.runs
    .map(({ judged }) => judged)
    .filter((judged) => judged === 'alone' || earlier.clips.some(({ results }) => results[judged]))
    .map((judged) => compareEvaluations({ evaluation: earlier, judged }, { evaluation, judged }));
  return { ...evaluation, comparisons: [...evaluation.comparisons, ...compared] };
}

async function write(
  found: FinishedEvaluation,
  { output, format = 'table', audio, language }: EvaluateOptions,
  io: Io,
): Promise<void> {
  const shown = language ?? languageOf(io);
  const render: Readonly<Record<Format, (file?: string) => string | Promise<string>>> = {
    table: () => evaluationTable(found.evaluation, shown),
    json: () => `${JSON.stringify(found.evaluation)}\n`,
    html: (file) => evaluationHtml(found, { file, audio, language: shown, signal: io.signal }),
  };
  if (output.length === 0) io.stdout.write(await render[format]());
  for (const file of output) {
    const text = await render[BY_EXTENSION[extname(file).toLowerCase()] ?? format](file);
    if (file === '-') io.stdout.write(text);
    else {
      await writeWhole(file, text);
      io.stderr.write(`Wrote ${printableName(relative('', file) || file)}\n`);
    }
  }
}
