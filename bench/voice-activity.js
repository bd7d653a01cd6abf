/**
 * `npm run bench:voice`: how often the finding `no-speech` is wrong, and what it costs. Writes
 * docs/voice-activity.md.
 *
 *   npm run bench:voice -- --corpus FOLDER [--every 1] [--print]
 *
 * --corpus  has a manifest.csv with the columns corpus and path; all of it is speech
 * --every   takes every n-th clip
 * --print   only prints
 */
import { openAsBlob, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build, install, root } from '../scripts/prepare.js';
import { noise, randomFrom, soundsWithoutSpeech } from './voice-activity/sounds.js';

const { values } = parseArgs({
  options: {
    corpus: { type: 'string' },
    every: { type: 'string', default: '1' },
    print: { type: 'boolean', default: false },
  },
});
if (values.corpus === undefined) throw new TypeError('Name a folder of speech: --corpus FOLDER.');

install();
build();
const { loadRecording } = await import('../dist/audio/node.js');
const { EmotionClassifier } = await import('../dist/index.js');
const { findSpeech } = await import('../dist/classifier/index.js');

/** What is done to a clip: samples in, samples out. */
const CONDITIONS = {
  'as recorded': (samples) => samples,
  '40 dB lower, 16 bits': (samples) => samples.map((x) => Math.round(x * 327.68) / 32768),
  'white noise at 10 dB': (samples, random) => {
    const level = Math.sqrt(samples.reduce((sum, x) => sum + x * x, 0) / samples.length / 10);
    const hiss = noise(samples.length / 16_000, 0, level, random);
    return samples.map((x, at) => x + hiss[at]);
  },
};

const lines = [
  '# Voice activity',
  '',
  '`npm run bench:voice -- --corpus FOLDER`: how often the finding `no-speech` is wrong, and what looking for speech costs.',
  'Written by that command, not by hand.',
  '',
  ...(await speechTable(readManifest(values.corpus))),
  ...(await otherTable()),
  ...(await costs()),
];
const text = `${lines.join('\n')}\n`;
if (values.print) process.stdout.write(text);
else writeFileSync(join(root, 'docs', 'voice-activity.md'), text);

function readManifest(folder) {
  const [header, ...rows] = readFileSync(join(folder, 'manifest.csv'), 'utf8').trim().split('\n');
  const names = header.split(',');
  const at = (row, name) => row.split(',')[names.indexOf(name)];
  return rows
    .filter((_, index) => index % Number(values.every) === 0)
    .map((row) => ({ corpus: at(row, 'corpus'), path: join(folder, at(row, 'path')) }));
}

/** Clips of every corpus in which no speech was found, under every condition. */
async function speechTable(clips) {
  const corpora = [...new Set(clips.map(({ corpus }) => corpus))];
  const missed = new Map();
  const random = randomFrom(9);
  for (const { corpus, path } of clips) {
    const { samples } = await loadRecording(await openAsBlob(path));
    for (const [name, change] of Object.entries(CONDITIONS)) {
      const key = `${name}/${corpus}`;
      const found = await findSpeech(change(samples, random));
      missed.set(key, (missed.get(key) ?? 0) + (found ? 1 : 0));
    }
  }
  const count = (corpus) => clips.filter((clip) => clip.corpus === corpus).length;
  return [
    'Clips of speech in which none was found:',
    '',
    `| | ${corpora.map((corpus) => `${corpus}, ${count(corpus)} clips`).join(' | ')} |`,
    `| --- |${' --- |'.repeat(corpora.length)}`,
    ...Object.keys(CONDITIONS).map(
      (name) =>
        `| ${name} | ${corpora.map((corpus) => missed.get(`${name}/${corpus}`)).join(' | ')} |`,
    ),
    '',
  ];
}

/** Sounds of every kind that passed for speech. */
async function otherTable() {
  const kinds = new Map();
  for (const [kind, samples] of soundsWithoutSpeech()) {
    const row = kinds.get(kind) ?? [0, 0, 0];
    const quiet = samples.map((x) => Math.round(x * 0.05 * 32768) / 32768);
    row[0] += 1;
    if (!(await findSpeech(samples))) row[1] += 1;
    if (!(await findSpeech(quiet))) row[2] += 1;
    kinds.set(kind, row);
  }
  return [
    'Synthesised sounds that passed for speech:',
    '',
    '| | sounds | taken for speech | 26 dB lower, 16 bits |',
    '| --- | --- | --- | --- |',
    ...[...kinds].map(([kind, row]) => `| ${kind} | ${row.join(' | ')} |`),
    '',
  ];
}

/**
 * Medians of interleaved runs on 10 s, in processor time, which other programs disturb least: the
 * model alone, and the search alone.
 */
async function costs() {
  const model = await EmotionClassifier.fromHparams();
  const silence = noise(10, 0, 0.05, randomFrom(3));
  const speech = await tenSecondsOfSpeech();
  const works = {
    'the embedded model alone, 10 s': () =>
      model.classifyBatch(speech, undefined, { voiceActivity: false }),
    'looking for speech, 10 s of speech': () => findSpeech(speech),
    'looking for speech, 10 s of noise': () => findSpeech(silence),
  };
  const times = Object.fromEntries(Object.keys(works).map((name) => [name, []]));
  for (let round = 0; round < 21; round++)
    for (const [name, work] of Object.entries(works)) {
      const start = process.cpuUsage();
      await work();
      const { user, system } = process.cpuUsage(start);
      times[name].push((user + system) / 1000);
    }
  await model.dispose();
  const median = (list) => list.sort((a, b) => a - b)[10].toFixed(0);
  return [
    `Processor time, medians of 21 interleaved runs (${cpus()[0].model.trim()}, ${cpus().length} cores, Node ${process.versions.node}):`,
    '',
    ...Object.entries(times).map(([name, list]) => `- ${name}: ${median(list)} ms`),
  ];
}

async function tenSecondsOfSpeech() {
  const samples = new Float32Array(160_000);
  let at = 0;
  for (const { path } of readManifest(values.corpus)) {
    const clip = (await loadRecording(await openAsBlob(path))).samples;
    samples.set(clip.subarray(0, samples.length - at), at);
    at = Math.min(samples.length, at + clip.length);
    if (at === samples.length) break;
  }
  return samples;
}
