import { CommanderError } from 'commander';
import { Wav2EmoError } from '../errors.js';
import type { Io } from './io.js';
import { printable, printableName } from './text.js';

/** Exit codes of the process. */
export const ExitCode = { done: 0, failed: 1, usage: 2, interrupted: 130 } as const;

/** The exit code of an error. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.done : ExitCode.usage;
  return isInterruption(error) ? ExitCode.interrupted : ExitCode.failed;
}

/** The stable code and the message of an error, as results contain them. */
export function describeFailure(error: unknown): { code: string; message: string } {
  if (error instanceof Wav2EmoError) return { code: String(error.code), message: error.message };
  const message = error instanceof Error ? error.message : String(error);
  if (message === CHANGED_BLOB)
    return {
      code: 'file-unreadable',
      message: 'The file changed while it was read. Wait until it is complete, and run again.',
    };
  return { code: 'internal-error', message };
}

// Node's message for a blob whose file has another size or time than when it was opened.
const CHANGED_BLOB = 'The blob could not be read';

/** The message for a file that failed. It contains the file's name once, without line breaks. */
export function failureLine(file: string, error: unknown): string {
  const name = printableName(file);
  const message = printable(describeFailure(error).message.replaceAll(file, name));
  return message.includes(name) ? message : `${name}: ${message}`;
}

/** Prints an error on stderr, with its stack if `debug` is set. */
export function reportError(error: unknown, io: Io, debug: boolean): void {
  if (isInterruption(error)) return;
  io.stderr.write(`wav2emo: ${printable(describeFailure(error).message)}\n`);
  if (debug) reportCauses(error, io);
}

/** Prints the stacks of an error and of its causes on stderr. */
export function reportCauses(error: unknown, { stderr }: Io): void {
  if (error instanceof Error) stderr.write(`${inspectCauses(error)}\n`);
}

/** Whether a person stopped the work. */
export function isInterruption(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

function inspectCauses(error: Error): string {
  const stack = error.stack ?? error.message;
  return error.cause instanceof Error
    ? `${stack}\nCaused by: ${inspectCauses(error.cause)}`
    : stack;
}
