import { Command, CommanderError } from 'commander';
import { VERSION } from '../version.js';
import { addClassify } from './commands/classify.js';
import { addConvert } from './commands/convert.js';
import { addInspect } from './commands/inspect.js';
import { addModels } from './commands/models.js';
import { addPull } from './commands/pull.js';
import { addServe } from './commands/serve.js';
import { ExitCode, exitCodeOf, reportError } from './failures.js';
import type { Io } from './io.js';

const GREETING = `wav2emo names the emotion in a recording of speech.

  wav2emo classify FILE             one recording, with the embedded model
  wav2emo classify FOLDER --json    a line of JSON for each recording
  wav2emo serve                     the page, at http://127.0.0.1:8770
  wav2emo --help                    everything else

In a checkout: npm start -- classify FILE, and npm start for the page
`;

/**
 * The command line.
 *
 * @param argv the words after the program's name
 * @returns the exit code: 0 done, 1 something failed, 2 wrong usage
 */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  if (argv.length === 0) {
    io.stdout.write(GREETING);
    return ExitCode.done;
  }
  const outcome = { exitCode: ExitCode.done as number };
  const program = makeProgram(io, outcome);
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return outcome.exitCode;
  } catch (error) {
    // Commander has already said what was wrong with the words.
    if (!(error instanceof CommanderError)) reportError(error, io, argv.includes('--debug'));
    return exitCodeOf(error);
  }
}

function makeProgram(io: Io, outcome: { exitCode: number }): Command {
  const program = new Command('wav2emo')
    .description('Names the emotion in a recording of speech.')
    .version(VERSION)
    .option('--debug', 'show where an error comes from')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
    });
  const add = { program, io, outcome };
  addClassify(add);
  addPull(add);
  addConvert(add);
  addInspect(add);
  addModels(add);
  addServe(add);
  return program;
}
