import { ExitCode } from './print-failures.js';
import { run } from './run.js';

/** Runs the command line with this process's streams and sets its exit code. */
export async function main(): Promise<void> {
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.on(signal, () => {
      // A graph that computes cannot be stopped, so the second signal does not wait for it.
      if (interrupted.signal.aborted) endAtOnce();
      interrupted.abort();
    });
  // Messages that nobody reads any more are lost; that must not end a server.
  process.stderr.on('error', () => undefined);
  // A reader that closes the pipe early, such as `head`, is not a failure.
  const reader = { hasLeft: false };
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    reader.hasLeft = true;
    interrupted.abort();
  });
  const { stdin, stdout, stderr, env, argv } = process;
  const io = { stdin, stdout, stderr, env, signal: interrupted.signal };
  const exitCode = await run(argv.slice(2), io);
  process.exitCode = reader.hasLeft ? ExitCode.done : exitCode;
}

function endAtOnce(): void {
  // eslint-disable-next-line no-restricted-properties -- the entry file of the program
  process.exit(ExitCode.interrupted);
}
