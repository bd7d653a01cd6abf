import { type Command, Option } from 'commander';
import type { RunOptions } from '../node/index.js';
import { DEVICES } from '../runtime/index.js';
import { parseCount } from './parse-count.js';

/** Where, and with how many threads, a command computes many recordings. */
export type RunFlags = {
  readonly device: RunOptions['device'] & string;
  readonly threads?: number;
  readonly jobs?: number;
};

/** Adds the options of {@link RunFlags} to a command. */
export function addRunOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--device <name>', 'device to compute on').choices(DEVICES).default('cpu'),
    )
    .option('--threads <count>', 'threads for each recording (default: automatic)', parseCount)
    .option('--jobs <count>', 'number of recordings in parallel (default: automatic)', parseCount);
}

/** The options of a pool; absent ones are chosen by the pool. */
export function poolOptions({ device, threads, jobs }: RunFlags): RunFlags {
  return {
    device,
    ...(threads !== undefined && { threads }),
    ...(jobs !== undefined && { jobs }),
  };
}
