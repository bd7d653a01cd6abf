import { ExitCode } from './print-failures.js';
import { run } from './run.js';

/** Runs the command line on this process and leaves its exit code. */
export async function main(): Promise<void> {
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.once(signal, () => {
      interrupted.abort();
    });
  // A reader that has seen enough (`| head`) is no failure.
  const reader = { isGone: false };
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    reader.isGone = true;
    interrupted.abort();
  });
  const { stdin, stdout, stderr, env, argv } = process;
  const io = { stdin, stdout, stderr, env, signal: interrupted.signal };
  const exitCode = await run(argv.slice(2), io);
  process.exitCode = reader.isGone ? ExitCode.done : exitCode;
}
