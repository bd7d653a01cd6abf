import { availableParallelism } from 'node:os';
import { InvalidArgumentError } from 'commander';

/** With more threads for each core, the threads only wait for each other. */
const MAX_PER_CORE = 4;

/** Parses the number of `--threads` and `--jobs`. */
export function parseCount(text: string): number {
  const most = MAX_PER_CORE * availableParallelism();
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= most) return count;
  throw new InvalidArgumentError(`Expected a whole number from 1 to ${most}.`);
}
