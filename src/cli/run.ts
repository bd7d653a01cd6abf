import { Command, CommanderError } from 'commander';
import { VERSION } from '../version.js';
import type { CommandContext } from './command.js';
import { ExitCode, exitCodeOf, reportError } from './print-failures.js';
import type { Io } from './io.js';

const GREETING = `wav2emo names the emotion in a recording of speech.

  wav2emo classify FILE             one recording, with the embedded model
  wav2emo classify FOLDER --json    one line of JSON for each recording
  wav2emo batch ARCHIVE -o r.jsonl  a whole archive; continues after an interruption
  wav2emo timeline CALL             who sounds how, when, in a call or another long recording
  wav2emo report CALL -o page.html  the same as a page with charts and moments to listen to
  wav2emo live                      the microphone, a line a second
  wav2emo serve                     the page, at http://127.0.0.1:8770
  wav2emo --help                    all commands and options

In a checkout: npm start -- classify FILE, and npm start for the page
`;

type AddCommand = (context: CommandContext) => void;

/** The commands by name, in the order of the help. A command is loaded when it is used. */
const COMMANDS: ReadonlyMap<string, () => Promise<AddCommand>> = new Map([
  ['classify', async () => (await import('./commands/classify.js')).addClassify],
  ['batch', async () => (await import('./commands/batch.js')).addBatch],
  ['timeline', async () => (await import('./commands/timeline.js')).addTimeline],
  ['report', async () => (await import('./commands/report.js')).addReport],
  ['baseline', async () => (await import('./commands/baseline.js')).addBaseline],
  ['adapt', async () => (await import('./commands/adapt.js')).addAdapt],
  ['evaluate', async () => (await import('./commands/evaluate.js')).addEvaluate],
  ['crosscorpus', async () => (await import('./commands/crosscorpus.js')).addCrosscorpus],
  ['embed', async () => (await import('./commands/embed.js')).addEmbed],
  ['live', async () => (await import('./commands/live.js')).addLive],
  ['pull', async () => (await import('./commands/pull.js')).addPull],
  ['convert', async () => (await import('./commands/convert.js')).addConvert],
  ['inspect', async () => (await import('./commands/inspect.js')).addInspect],
  ['models', async () => (await import('./commands/models.js')).addModels],
  ['serve', async () => (await import('./commands/serve.js')).addServe],
  ['worker', async () => (await import('./commands/worker.js')).addWorker],
]);

/**
 * Runs the command line.
 *
 * @param argv the words after the program's name
 * @returns the exit code: 0 if all is done, 1 if something failed, 2 for wrong usage, 130 if interrupted
 */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  if (argv.length === 0) {
    io.stdout.write(GREETING);
    return ExitCode.done;
  }
  const outcome = { exitCode: ExitCode.done as number };
  const program = makeProgram(io);
  try {
    for (const add of await commandsOf(argv)) add({ program, io, outcome });
    await program.parseAsync([...argv], { from: 'user' });
    return outcome.exitCode;
  } catch (error) {
    // Commander has already printed its own errors.
    if (!(error instanceof CommanderError)) reportError(error, io, argv.includes('--debug'));
    return exitCodeOf(error);
  }
}

/** The named command; all commands for the help, and if no command is named. */
async function commandsOf(argv: readonly string[]): Promise<AddCommand[]> {
  const load = COMMANDS.get(argv.find((word) => !word.startsWith('-')) ?? '');
  return Promise.all((load ? [load] : [...COMMANDS.values()]).map((each) => each()));
}

function makeProgram(io: Io): Command {
  return new Command('wav2emo')
    .description('Names the emotion in a recording of speech.')
    .version(VERSION)
    .option('--debug', 'show the stack of an error and its causes')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
    });
}
