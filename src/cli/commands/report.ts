import type { Command } from 'commander';
import { stemOf } from '../../conversation/index.js';
import { openRecording } from '../../node/index.js';
import { readReportAudio, renderReport } from '../../report/index.js';
import { VERSION } from '../../version.js';
import { writeWhole } from '../../write-whole.js';
import type { CommandContext } from '../command.js';
import {
  addConversationOptions,
  analyseOptions,
  type ConversationOptions,
} from '../conversations/conversation-options.js';
import type { Analyser } from '../conversations/analyser.js';
import { openAnalyser, type OpenAnalyser } from '../conversations/open-analyser.js';
import { isSamePath } from '../conversations/output.js';
import { expandInputs, type Input } from '../expand-inputs.js';
import type { Io } from '../io.js';
import { languageOf } from '../language.js';
import { ProgressBar } from '../progress-bar.js';
import { printableName } from '../text.js';

type ReportOptions = ConversationOptions & {
  readonly output?: string;
  readonly audio: boolean;
};

/** Adds `report`, which writes a page about one conversation. */
export function addReport(
  { program, io }: CommandContext,
  open: OpenAnalyser = openAnalyser,
): void {
  const command = program
    .command('report')
    .description('write a page about one conversation: charts, moments to listen to, and limits')
    .argument('<input>', 'a file, or - for stdin')
    .option('-o, --output <file>', 'the page, or - for stdout (default: FILE.report.html)')
    .option('--no-audio', 'leave the voices out, so that nobody can be heard');
  addConversationOptions(command).action(async (word: string, options: ReportOptions) => {
    await report(word, options, { command, io, open });
  });
}

type Context = { readonly command: Command; readonly io: Io; readonly open: OpenAnalyser };

async function report(word: string, options: ReportOptions, context: Context): Promise<void> {
  const { command, io, open } = context;
  const input = onlyInput(await expandInputs([word], false, io), command);
  const path = options.output ?? `${input.name === '-' ? 'stdin' : stemOf(input.name)}.report.html`;
  if (input.name !== '-' && isSamePath(input.name, path))
    command.error(`error: ${path} is the recording and would be lost. Name another file.`);
  const progress = new ProgressBar(io);
  const analyser = await open(options, io, progress);
  try {
    const html = await makeReport(input, options, { analyser, io, progress });
    progress.clear();
    if (path === '-') io.stdout.write(html);
    else {
      await writeWhole(path, html);
      io.stdout.write(`Wrote ${printableName(path)}\n`);
    }
  } finally {
    progress.clear();
    await analyser.dispose();
  }
}

async function makeReport(
  input: Input,
  options: ReportOptions,
  { analyser, io, progress }: { analyser: Analyser; io: Io; progress: ProgressBar },
): Promise<string> {
  const signal = io.signal && { signal: io.signal };
  const blob = await openRecording(await input.open());
  const conversation = await analyser.analyse(blob, {
    ...analyseOptions(options),
    ...signal,
    onProgress: (share) => {
      progress.show('Analyse', Math.round(100 * share), 100, 'percent');
    },
  });
  progress.announce('Draw the report');
  const audio = await readReportAudio(blob, conversation, {
    withSnippets: options.audio,
    ...signal,
  });
  return renderReport({
    file: input.name,
    conversation,
    audio,
    model: analyser.model,
    language: options.language ?? languageOf(io),
    version: VERSION,
  });
}

function onlyInput(inputs: readonly Input[], command: Command): Input {
  const [input] = inputs;
  if (input && inputs.length === 1) return input;
  return command.error(
    `error: a report is about one recording, found ${inputs.length}. Name one of them.`,
  );
}
