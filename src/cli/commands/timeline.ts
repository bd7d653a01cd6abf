import { type Command, Option } from 'commander';
import { FORMAT_NAMES, type FormatName } from '../../conversation/index.js';
import type { CommandContext } from '../command.js';
import { analyseAll } from '../conversations/analyse-all.js';
import {
  addConversationOptions,
  analyseOptions,
  type ConversationOptions,
} from '../conversations/conversation-options.js';
import { openAnalyser, type OpenAnalyser } from '../conversations/open-analyser.js';
import { outputOf } from '../conversations/output.js';
import { openSink } from '../conversations/result-sink.js';
import { expandInputs } from '../expand-inputs.js';
import type { Io } from '../io.js';
import { languageOf } from '../language.js';
import { ExitCode } from '../print-failures.js';
import { ProgressBar } from '../progress-bar.js';

type TimelineOptions = ConversationOptions & {
  readonly format?: FormatName;
  readonly output?: string;
  readonly moments?: true;
  readonly recursive?: true;
  readonly bom?: true;
};

/** Adds `timeline`, which finds out who sounds how, when. */
export function addTimeline(
  { program, io, outcome }: CommandContext,
  open: OpenAnalyser = openAnalyser,
): void {
  const command = program
    .command('timeline')
    .description('find out who sounds how, when, in calls and other long recordings')
    .argument('<inputs...>', 'files, folders, patterns such as *.wav, or - for stdin')
    .addOption(
      new Option('-f, --format <name>', 'write this format (default: a table for people)').choices(
        FORMAT_NAMES,
      ),
    )
    .option('-o, --output <path>', 'file, or folder with a file for each recording')
    .option('--moments', 'only the moments that are worth listening to')
    .option('-r, --recursive', 'search the subfolders of a folder')
    .addOption(
      new Option('--bom', 'begin CSV with a byte order mark, so that Excel reads it as UTF-8'),
    );
  addConversationOptions(command).action(async (words: string[], options: TimelineOptions) => {
    const { debug = false } = program.opts<{ debug?: true }>();
    const failures = await timeline(words, { ...options, debug }, { command, io, open });
    if (failures > 0) outcome.exitCode = ExitCode.failed;
  });
}

async function timeline(
  words: readonly string[],
  options: TimelineOptions & { readonly debug: boolean },
  { command, io, open }: { command: Command; io: Io; open: OpenAnalyser },
): Promise<number> {
  const inputs = await expandInputs(words, options.recursive ?? false, io);
  const sink = openSink(
    command,
    inputs,
    {
      format: options.format,
      output: await outputOf(options.output),
      content: options.moments ? 'moments' : 'segments',
      language: options.language ?? languageOf(io),
      withMark: options.bom ?? false,
    },
    io,
  );
  const progress = new ProgressBar(io);
  const analyser = await open(options, io, progress);
  try {
    const run = { analyser, options: analyseOptions(options), debug: options.debug, io, progress };
    const failures = await analyseAll(inputs, run, (recording) => sink.add(recording));
    await sink.end();
    return failures;
  } finally {
    progress.clear();
    await analyser.dispose();
  }
}
