/**
 * `npm run bench:windows`: by how much the windows that long recordings are computed in change the
 * answer of the embedded model. Writes docs/windows.md.
 *
 *   npm run bench:windows -- --corpus FOLDER [--recordings 40] [--print]
 *
 * --corpus      has a manifest.csv with the columns path, speaker and label
 * --recordings  of each kind, 40 to 60 s each
 * --print       only prints
 */
import { openAsBlob, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build, install, root } from '../scripts/prepare.js';
import { randomFrom } from './voice-activity/sounds.js';

const { values } = parseArgs({
  options: {
    corpus: { type: 'string' },
    recordings: { type: 'string', default: '40' },
    print: { type: 'boolean', default: false },
  },
});
if (values.corpus === undefined) throw new TypeError('Name a folder of speech: --corpus FOLDER.');

install();
build();
const { loadRecording } = await import('../dist/audio/node.js');
const { EmotionClassifier, prepareBundle } = await import('../dist/index.js');
const { softmax } = await import('../dist/classifier/index.js');
const { openSession } = await import('../dist/runtime/node.js');

const RATE = 16_000;
const random = randomFrom(5);
const clips = readManifest(values.corpus);
const bundle = await prepareBundle({});
const session = await openSession(join(bundle.folder, 'model.onnx'));
const classifier = await EmotionClassifier.open(bundle);

const KINDS = {
  'one speaker, one emotion': ({ speaker, label }) => `${speaker}/${label}`,
  'one speaker, all emotions': ({ speaker }) => speaker,
};
const rows = [];
for (const [kind, keyOf] of Object.entries(KINDS)) rows.push(await compare(kind, keyOf));
const lines = [
  '# Windows of long recordings',
  '',
  '`npm run bench:windows -- --corpus FOLDER`: the answer by windows (two of 20 to 30 s) beside that of one run over the whole,',
  `\`${bundle.manifest.name}\`, ${values.recordings} recordings of each kind, 40 to 60 s of clips put together. Written by that command, not by hand.`,
  '',
  '| clips of | same label | probabilities differ by, mean | largest |',
  '| --- | --- | --- | --- |',
  ...rows,
];
const text = `${lines.join('\n')}\n`;
if (values.print) process.stdout.write(text);
else writeFileSync(join(root, 'docs', 'windows.md'), text);
await classifier.dispose();
await session.dispose();

async function compare(kind, keyOf) {
  let same = 0;
  const differences = [];
  for (let count = 0; count < Number(values.recordings); count++) {
    const samples = await makeRecording(keyOf);
    const [windows] = await classifier.classifyBatch(samples, undefined, { voiceActivity: false });
    const whole = await answerAtOnce(samples);
    if (whole.indexOf(Math.max(...whole)) === windows.index) same++;
    differences.push(...whole.map((value, at) => Math.abs(value - windows.probabilities[at])));
  }
  const mean = differences.reduce((sum, value) => sum + value, 0) / differences.length;
  const largest = Math.max(...differences);
  return `| ${kind} | ${same} of ${values.recordings} | ${mean.toFixed(3)} | ${largest.toFixed(3)} |`;
}

/** Probabilities of one run over everything, `[classes]`. */
async function answerAtOnce(samples) {
  const { logits } = await session.run({
    waveform: { data: samples, shape: [1, samples.length] },
  });
  return [...softmax(logits.data, bundle.manifest.calibration?.temperature)];
}

/** Clips of one kind behind each other, in an order by chance, cut at 40 to 60 s. */
async function makeRecording(keyOf) {
  const key = keyOf(clips[Math.floor(random() * clips.length)]);
  const pool = clips.filter((clip) => keyOf(clip) === key);
  const samples = new Float32Array(Math.round((40 + 20 * random()) * RATE));
  for (let at = 0; at < samples.length;) {
    const { path } = pool[Math.floor(random() * pool.length)];
    const clip = (await loadRecording(await openAsBlob(path))).samples;
    samples.set(clip.subarray(0, samples.length - at), at);
    at += clip.length;
  }
  return samples;
}

function readManifest(folder) {
  const [header, ...manifest] = readFileSync(join(folder, 'manifest.csv'), 'utf8')
    .trim()
    .split('\n');
  const names = header.split(',');
  const at = (row, name) => row.split(',')[names.indexOf(name)];
  return manifest
    .map((row) => ({
      path: join(folder, at(row, 'path')),
      speaker: `${at(row, 'corpus')}/${at(row, 'speaker')}`,
      label: at(row, 'label'),
    }))
    .filter(({ label }) => label !== '');
}
