/** The text of docs/reports/performance.md. */
import { readFileSync } from 'node:fs';
import { megabytes, table } from './format.js';
import { batchSection } from './report/batch-section.js';
import { clipsSection } from './report/clips-section.js';
import { coldSection } from './report/cold-section.js';
import { corpusSection } from './report/corpus-section.js';
import { limitSection } from './report/limit-section.js';
import { longSection } from './report/long-section.js';
import { memorySection } from './report/memory-section.js';
import { profileSection } from './report/profile-section.js';

/** What was tried and did not help, written by hand. */
const TRIED = new URL('tried.md', import.meta.url);

const SECTIONS = [
  ...[barsSection, clipsSection, batchSection, longSection, memorySection, coldSection],
  ...[limitSection, profileSection, corpusSection],
];

/** @param results of `npm run bench`, in which parts may be missing */
export function writeReport(results) {
  const sections = SECTIONS.map((section) => section(results)).filter(Boolean);
  const tried = readFileSync(TRIED, 'utf8').trim();
  return `${[introduction(results), ...sections, tried].join('\n\n')}\n`;
}

function introduction({ machine }) {
  const { processor, cores, memoryBytes, has, hasNot, system, threads, load, versions } = machine;
  const libraries = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return `# Performance

Written by \`npm run bench\`; not edited by hand.

wav2vec2-base with SpeechBrain's emotion head and seeded random weights, the same in every variant; only "embedded" is another,
much smaller network, the one that comes with the library. Synthesised sound, 16 kHz, mono. Every variant is a process of its
own with ${threads} threads; processes take turns, so that all see the same machine. Clips are given as samples in memory.

${processor}, ${cores} cores, ${megabytes(memoryBytes)}, ${system}; load before the start ${load.toFixed(1)}. It has ${has.join(', ') || 'none of the instructions looked for'}; it has no ${hasNot.join(', no ') || 'lack of those looked for'}.

${libraries.join(', ')}.`;
}

function barsSection({ bars }) {
  const words = (reached) => (reached === undefined ? '–' : reached ? 'reached' : '**missed**');
  const rows = bars.map(({ bar, found, reached }) => [bar, found, words(reached)]);
  return `## Bars

Ratios are of medians; of several peers the fastest counts.

${table(['bar', 'found', ''], rows).trim()}`;
}
