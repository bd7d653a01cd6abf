import type { Command } from 'commander';
import type { Io } from './io.js';

/** What a command is added to and reports to. */
export type CommandContext = {
  readonly program: Command;
  readonly io: Io;
  /** A command that finishes with failures leaves its exit code here. */
  readonly outcome: { exitCode: number };
};
