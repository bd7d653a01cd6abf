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

Peak resident memory (VmHWM) of a process that loads the model and classifies clips, shorter ones first; 30 s are measured in a
separate process. Weights that are mapped from their file are included.

${table(['', ...CLIP_SECONDS.map((seconds) => `${seconds} s`)], rows).trim()}`;
}
