import { spread, table } from '../format.js';
import { COMPARED_SECONDS } from '../parts/clips.js';
import { CLIP_SECONDS } from '../sounds.js';
import { EMBEDDED, NAMES } from '../variants.js';

/** Clips one at a time. */
export function clipsSection({ clips }) {
  if (!clips) return undefined;
  const rows = Object.entries(clips).map(([name, result]) => [
    name,
    ...(result.failure
      ? [result.failure, ...CLIP_SECONDS.slice(1).map(() => '')]
      : CLIP_SECONDS.map((seconds) => spread(result.times[seconds]))),
    differenceOf(clips, name),
  ]);
  const { runs } = Object.values(clips).find(({ times }) => times)?.times[1] ?? { runs: 0 };
  const header = ['', ...CLIP_SECONDS.map((seconds) => `${seconds} s`), 'largest difference'];
  return `## Clips

Median of ${runs} interleaved runs after one warm-up run, ± half the distance between the quartiles. The last column is the
largest difference of a probability from ${NAMES.pytorch[0]} on ${COMPARED_SECONDS} s; for a random network. It shows that all
variants compute the same, not how many labels change (see "Smaller graphs on real speech").

${table(header, rows).trim()}`;
}

function differenceOf(clips, name) {
  const expected = clips[NAMES.pytorch[0]]?.probabilities;
  const found = clips[name].probabilities;
  if (!expected || !found || name === EMBEDDED.name || name === NAMES.pytorch[0]) return '';
  return Math.max(...expected.map((p, at) => Math.abs(p - found[at]))).toExponential(1);
}
