import { Interruption } from './interruption.js';
import { ExitCode } from './print-failures.js';
import { run } from './run.js';

/** After Ctrl-C, a command has this time to clean up, in milliseconds. */
const GRACE_MS = 700;

/** Commands that end by their own limits. */
const SERVERS: ReadonlySet<string> = new Set(['serve', 'worker']);

/** Runs the command line with this process's streams and sets its exit code. */
export async function main(): Promise<void> {
  const { stdin, stdout, stderr, env } = process;
  const argv = process.argv.slice(2);
  const isServer = SERVERS.has(argv.find((word) => !word.startsWith('-')) ?? '');
  const interruption = new Interruption(isServer ? Infinity : GRACE_MS);
  interruption.watch();
  // Messages that nobody reads any more are lost; that must not end a server.
  stderr.on('error', () => undefined);
  // A reader that closes the pipe early, such as `head`, is not a failure.
  const reader = { hasLeft: false };
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    reader.hasLeft = true;
    interruption.abort();
  });
  const exitCode = await run(argv, { stdin, stdout, stderr, env, signal: interruption.signal });
  process.exitCode = reader.hasLeft ? ExitCode.done : exitCode;
}
