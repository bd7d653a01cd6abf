/**
 * What own clips bring on a corpus that the base model has not seen: half of the speakers give the clips, the
 * others are the test. Writes docs/reports/adaptation.md.
 *
 *   node bench/adaptation.js --clips FOLDER --heads FOLDER [--counts 1,3,10,all] [--draws 4]
 *
 * --clips  folder with clips.csv and clips.f32 of `recipes/heads/export_clips.py`
 * --heads  folder with CORPUS/heads.json of `recipes/heads/left_out.py`, the heads that have not seen CORPUS
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { adaptHeads } from '../dist/index.js';
import { adaptationReport } from './adaptation/report.js';
import { answerOf, compare, recall } from './adaptation/judge.js';
import { readClips } from './adaptation/read-clips.js';
import { randomFrom } from './voice-activity/sounds.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({
  options: {
    clips: { type: 'string', default: '.' },
    heads: { type: 'string', default: '.' },
    counts: { type: 'string', default: '1,3,10,all' },
    draws: { type: 'string', default: '4' },
  },
});
const LABELS = ['neu', 'ang', 'hap', 'sad'];
/** Clips of each class; `all` takes every clip of the speakers who give some. */
const COUNTS = values.counts
  .split(',')
  .map((count) => (count === 'all' ? Infinity : Number(count)));
/** The size of the run whose time is measured. */
const TIMED_CLIPS = 1000;

const clips = readClips(values.clips).filter(({ label }) => LABELS.includes(label));
const corpora = [...new Set(clips.map(({ corpus }) => corpus))];
const rows = corpora.flatMap((corpus) => {
  const heads = JSON.parse(readFileSync(join(values.heads, corpus, 'heads.json'), 'utf8'));
  return COUNTS.map((count) => ({ corpus, count, draws: measure(corpus, heads, count) }));
});
writeFileSync(
  join(root, 'docs', 'reports', 'adaptation.md'),
  adaptationReport(rows, { seconds: time(), clips: TIMED_CLIPS }),
);

/** Adapts to each draw of clips and judges the test speakers before and after. */
function measure(corpus, heads, count) {
  const own = clips.filter((clip) => clip.corpus === corpus);
  return Array.from({ length: Number(values.draws) }, (_, draw) => {
    const { given, test } = drawClips(own, count, randomFrom(7919 * (draw + 1)));
    const found = adapt(given, heads);
    const { absolute, relative } = found.heads;
    return {
      given: given.length,
      before: recall(test, LABELS, (clip) => answerOf(heads.absolute, clip.embedding)),
      after: recall(test, LABELS, (clip) => answerOf(absolute, clip.embedding)),
      comparedBefore: recall(test, LABELS, (clip) => compare(heads.relative, clip, test)),
      comparedAfter: recall(test, LABELS, (clip) => compare(relative, clip, test)),
      isWritten: found.isBetter,
      promised: found.gain.after,
    };
  });
}

function adapt(given, heads) {
  const examples = given.map((clip) => ({
    ...clip,
    answer: LABELS[answerOf(heads.absolute, clip.embedding)],
  }));
  return adaptHeads(examples, { labels: LABELS, heads });
}

function drawClips(all, count, random) {
  // The first numbers of the generator depend on the seed in a simple way.
  for (let skipped = 0; skipped < 10; skipped++) random();
  const mix = (items) =>
    items
      .map((item) => ({ item, key: random() }))
      .sort((a, b) => a.key - b.key)
      .map(({ item }) => item);
  const speakers = mix([...new Set(all.map(({ speaker }) => speaker))]);
  const giving = new Set(speakers.slice(0, Math.ceil(speakers.length / 2)));
  const given = LABELS.flatMap((label) =>
    mix(all.filter((clip) => giving.has(clip.speaker) && clip.label === label)).slice(0, count),
  );
  return { given, test: all.filter((clip) => !giving.has(clip.speaker)) };
}

/** Seconds of processor time of the fit to a thousand clips. */
function time() {
  const [corpus] = corpora;
  const heads = JSON.parse(readFileSync(join(values.heads, corpus, 'heads.json'), 'utf8'));
  const start = process.cpuUsage();
  adapt(clips.slice(0, TIMED_CLIPS), heads);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}
