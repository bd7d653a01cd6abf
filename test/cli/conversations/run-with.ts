import { Command, CommanderError } from 'commander';
import { PassThrough, Writable } from 'node:stream';
import type { CommandContext } from '../../../src/cli/command.js';
import type { Analyser } from '../../../src/cli/conversations/analyser.js';
import type { OpenAnalyser } from '../../../src/cli/conversations/open-analyser.js';
import { exitCodeOf } from '../../../src/cli/print-failures.js';
import { MODEL } from '../../report/made-report.js';
import type { CliRun } from '../../support/run-cli.js';

class Capture extends Writable {
  text = '';
  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk.toString('utf8');
    done();
  }
}

/**
 * Runs one command with an analyser of the test instead of a model.
 *
 * @param add adds the command to a program
 */
export async function runWith(
  analyse: Analyser['analyse'],
  add: (context: CommandContext, open: OpenAnalyser) => void,
  argv: readonly string[],
  signal?: AbortSignal,
): Promise<CliRun> {
  const [stdout, stderr] = [new Capture(), new Capture()];
  const io = {
    ...{ stdin: new PassThrough().end(), stdout, stderr, env: {} },
    ...(signal && { signal }),
  };
  const program = new Command('wav2emo')
    .option('--debug')
    .exitOverride()
    .configureOutput({ writeErr: (text) => stderr.write(text) });
  const outcome = { exitCode: 0 };
  add({ program, io, outcome }, () =>
    Promise.resolve({ model: MODEL, analyse, dispose: () => Promise.resolve() }),
  );
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) stderr.write(String(error));
    outcome.exitCode = exitCodeOf(error);
  }
  return { exitCode: outcome.exitCode, stdout: stdout.text, stderr: stderr.text };
}
