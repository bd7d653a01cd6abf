import { megabytes, table } from '../format.js';
import { CLIP_SECONDS } from '../sounds.js';

/** Peak memory. */
export function memorySection({ memory }) {
  if (!memory) return undefined;
  const rows = Object.entries(memory).map(([name, results]) => [
    name,
    ...CLIP_SECONDS.map((seconds) => results[seconds].failure ?? megabytes(results[seconds].bytes)),
  ]);
  return `## Memory

The most resident memory (VmHWM) of a process that loads the model and answers on clips, the shorter ones before; 30 s have a process
of their own. Weights that are mapped from their file count in it.

${table(['', ...CLIP_SECONDS.map((seconds) => `${seconds} s`)], rows).trim()}`;
}
