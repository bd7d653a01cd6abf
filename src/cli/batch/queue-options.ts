import type { Command } from 'commander';
import { parseCount } from '../parse-count.js';

/** Where other machines compute a batch. */
export type QueueOptions = {
  readonly queue?: string;
  readonly queueCa?: string;
  readonly store?: string;
  readonly waitHours: number;
};

/** Adds the options of {@link QueueOptions} to a command. */
export function addQueueOptions(command: Command): Command {
  return command
    .option('--queue <address>', 'redis:// or rediss:// address of a queue whose workers compute')
    .option('--queue-ca <file>', 'certificate authority of a rediss:// address, as PEM')
    .option(
      '--store <address>',
      'with --queue, where recordings wait: file://, s3:// or https:// (WAV2EMO_STORE)',
    )
    .option(
      '--wait-hours <count>',
      'with --queue, how long a recording may wait for a worker',
      parseCount,
      24,
    );
}
