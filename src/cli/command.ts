import type { Command } from 'commander';
import type { Io } from './io.js';

/** The parts that a command needs. */
export type CommandContext = {
  readonly program: Command;
  readonly io: Io;
  /** A command that ends with failures stores its exit code here. */
  readonly outcome: { exitCode: number };
};
