import { PassThrough, Readable, Writable } from 'node:stream';
import { run } from '../../src/cli/run.js';

/** Output and exit code of a run of the command line. */
export type CliRun = { exitCode: number; stdout: string; stderr: string };

class Capture extends Writable {
  text = '';
  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk.toString('utf8');
    done();
  }
}

/** Some bytes, a stream that never ends (`open`), or nothing. */
function inputOf(stdin: Uint8Array | 'open' | undefined): Readable {
  if (stdin === 'open') return new PassThrough();
  return stdin ? Readable.from([Buffer.from(stdin)]) : new PassThrough().end();
}

/** Runs the command line on streams of its own. */
export async function runCli(
  argv: readonly string[],
  options: { stdin?: Uint8Array | 'open'; env?: Record<string, string>; signal?: AbortSignal } = {},
): Promise<CliRun> {
  const stdout = new Capture();
  const stderr = new Capture();
  const { stdin, env = {}, signal } = options;
  const exitCode = await run(argv, {
    stdin: inputOf(stdin),
    stdout,
    stderr,
    env,
    ...(signal && { signal }),
  });
  return { exitCode, stdout: stdout.text, stderr: stderr.text };
}
