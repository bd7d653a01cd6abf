import { Option } from 'commander';
import { type ModelPool, openModelPool } from '../../workers/index.js';
import { type Bundle, toModelInfo } from '../../bundles/index.js';
import { prepareBundle } from '../../node/index.js';
import type { CommandContext } from '../command.js';
import { classifyInputs } from '../classify-inputs.js';
import {
  addComparisonOptions,
  type ComparisonOptions,
  prepareComparison,
} from '../comparison-options.js';
import { expandInputs } from '../expand-inputs.js';
import { ExitCode, reportCauses } from '../print-failures.js';
import type { Io } from '../io.js';
import { type Language, languageOf } from '../language.js';
import {
  addModelOptions,
  addPrecisionOption,
  loadOptions,
  type ModelOptions,
  type PrecisionOption,
} from '../model-options.js';
import { ProgressBar } from '../progress-bar.js';
import { addRunOptions, poolOptions, type RunFlags } from '../run-options.js';
import { readSpeakers } from '../read-speakers.js';
import { CsvWriter } from '../results/csv-writer.js';
import { JsonWriter } from '../results/json-writer.js';
import type { ResultWriter } from '../results/result-writer.js';
import { TableWriter } from '../results/table-writer.js';

type ClassifyOptions = ModelOptions &
  PrecisionOption &
  RunFlags &
  ComparisonOptions & {
    readonly model?: string;
    readonly json?: true;
    readonly csv?: true;
    readonly bom?: true;
    readonly embedding?: true;
    readonly recursive?: true;
    readonly language?: Language;
    readonly voiceActivity: boolean;
  };

type ClassifyRun = ClassifyOptions & { readonly debug: boolean };

/** Adds `classify`, which classifies recordings. */
export function addClassify({ program, io, outcome }: CommandContext): void {
  const command = program
    .command('classify')
    .description('classify the emotion in recordings')
    .argument('[inputs...]', 'files, folders, patterns such as *.wav, or - for stdin')
    .option('-m, --model <source>', 'folder, hub repository or embedded model')
    .addOption(new Option('--json', 'print one JSON object on each line').conflicts('csv'))
    .option('--csv', 'print comma-separated values with a header')
    .addOption(
      new Option('--bom', 'print CSV with a byte order mark, so that Excel reads it as UTF-8')
        .conflicts('json')
        .implies({ csv: true }),
    )
    .option('--embedding', 'include the embedding in JSON and CSV')
    .option('--no-voice-activity', 'do not check whether a recording contains speech')
    .option('-r, --recursive', 'search the subfolders of a folder')
    .addOption(new Option('--language <code>', 'language of the table').choices(['en', 'zh']));
  addModelOptions(addRunOptions(addPrecisionOption(addComparisonOptions(command)))).action(
    async (words: string[], options: ClassifyOptions) => {
      const { debug = false } = program.opts<{ debug?: true }>();
      if (words.length === 0 && options.speakers === undefined)
        command.error("error: missing required argument 'inputs'");
      const failures = await classify(words, { ...options, debug }, io);
      if (failures > 0) outcome.exitCode = ExitCode.failed;
    },
  );
}

async function classify(words: string[], options: ClassifyRun, io: Io): Promise<number> {
  const speakers =
    options.speakers === undefined ? undefined : await readSpeakers(options.speakers);
  const named = words.length > 0 ? words : (speakers?.paths ?? []);
  const inputs = await expandInputs(named, options.recursive ?? false, io);
  const progress = new ProgressBar(io);
  let pool: ModelPool | undefined;
  try {
    const { precision, voiceActivity } = options;
    progress.announce('Prepare the model');
    const source = loadOptions(options.model, options, io, progress);
    const bundle = await prepareBundle({ ...source, precision });
    const model = toModelInfo(bundle);
    const comparison = await prepareComparison(options, speakers, model);
    progress.announce('Open the model');
    pool = await openModelPool(bundle, inputs.length, poolOptions(options));
    const writer = makeWriter(options, bundle, io);
    const shown = options.debug ? debugWriter(writer, io) : writer;
    const run = { pool, model, comparison, voiceActivity, signal: io.signal };
    return await classifyInputs(inputs, run, shown, progress);
  } finally {
    await pool?.dispose();
    progress.clear();
  }
}

/** Prints the stack of each failure as well. */
function debugWriter(writer: ResultWriter, io: Io): ResultWriter {
  return {
    result: (file, result) => {
      writer.result(file, result);
    },
    failure: (file, error) => {
      writer.failure(file, error);
      reportCauses(error, io);
    },
  };
}

function makeWriter(options: ClassifyOptions, { manifest, heads }: Bundle, io: Io): ResultWriter {
  const { name, licence, labels, dimensions = [], architecture } = manifest;
  const context = {
    ...{ io, model: name, licence, labels, dimensions },
    withEmbedding: options.embedding ?? false,
    comparesVoices: heads?.relative !== undefined,
    wantsComparison: (options.baseline ?? options.sameSpeaker ?? options.speakers) !== undefined,
  };
  if (options.json) return new JsonWriter(context);
  if (options.csv) return new CsvWriter(context, architecture.embeddingSize, options.bom);
  return new TableWriter(context, options.language ?? languageOf(io));
}
