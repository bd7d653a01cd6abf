import { seconds, spread, table } from '../format.js';
import { COLD_SECONDS } from '../parts/cold.js';

/** Cold start. */
export function coldSection({ cold }) {
  if (!cold) return undefined;
  const rows = Object.entries(cold).map(([name, result]) => [
    name,
    result.failure ?? spread(result, seconds),
  ]);
  return `## Cold start

From the start of the process to the first result, for a file of ${COLD_SECONDS} s; graphs and checkpoints are on the disk and in
the system's cache.

${table(['', 'first result'], rows).trim()}`;
}
