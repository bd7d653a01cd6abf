import { CommanderError } from 'commander';
import { Wav2EmoError } from '../errors.js';
import type { Io } from './io.js';
import { printable } from './text.js';

/** What the process says to a script. */
export const ExitCode = { done: 0, failed: 1, usage: 2, interrupted: 130 } as const;

/** The exit code of an error. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.done : ExitCode.usage;
  return isInterruption(error) ? ExitCode.interrupted : ExitCode.failed;
}

/** An error as a result names it: its stable code and its words. */
export function describeFailure(error: unknown): { code: string; message: string } {
  if (error instanceof Wav2EmoError) return { code: String(error.code), message: error.message };
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'internal-error', message };
}

/** Says an error on stderr; where it comes from only if that is asked. */
export function reportError(error: unknown, io: Io, debug: boolean): void {
  if (isInterruption(error)) return;
  io.stderr.write(`wav2emo: ${printable(describeFailure(error).message)}\n`);
  if (debug) reportCauses(error, io);
}

/** Says on stderr where an error comes from. */
export function reportCauses(error: unknown, { stderr }: Io): void {
  if (error instanceof Error) stderr.write(`${inspectCauses(error)}\n`);
}

/** Whether the person stopped the work. */
export function isInterruption(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

function inspectCauses(error: Error): string {
  const stack = error.stack ?? error.message;
  return error.cause instanceof Error
    ? `${stack}\nCaused by: ${inspectCauses(error.cause)}`
    : stack;
}
