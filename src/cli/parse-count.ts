import { availableParallelism } from 'node:os';
import { InvalidArgumentError } from 'commander';

/** More threads than this for each core only get in each other's way. */
const THREADS_FOR_EACH_CORE = 4;

/** Reads `--threads`. */
export function parseThreads(text: string): number {
  const most = THREADS_FOR_EACH_CORE * availableParallelism();
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= most) return count;
  throw new InvalidArgumentError(`Expected a whole number from 1 to ${most}.`);
}
