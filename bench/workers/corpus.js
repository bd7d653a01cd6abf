/**
 * Compares smaller graphs of a model with the full model on the clips of a corpus: node corpus.js '{"corpus": FOLDER,
 * "clips": 500, "exact": {"source": MODEL}, "reduced": [{"name": WORDS, "source": BUNDLE}], "threads": 2}' prints one line
 * of JSON. Without a number of clips it uses all.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EmotionClassifier } from '../../dist/index.js';
import { say } from './serve-requests.js';

const { corpus, clips, exact, reduced, threads } = JSON.parse(process.argv[2]);
const open = ({ source }) => EmotionClassifier.fromHparams({ source, runOpts: { threads } });
const whole = await open(exact);
const rows = [];
for (const { name, source } of reduced)
  rows.push({ name, classifier: await open({ source }), same: 0, right: 0, sum: 0, largest: 0 });
const counted = choose(readManifest(corpus), clips);
const labelled = counted.filter(({ label }) => label !== '').length;
let right = 0;
for (const { path, label } of counted) {
  const samples = await whole.loadAudio(join(corpus, path));
  const truth = await answer(whole, samples);
  right += truth.label === label ? 1 : 0;
  for (const row of rows) compare(row, truth, await answer(row.classifier, samples), label);
}
say({
  ...{ model: whole.manifest.name, clips: counted.length, labelled, right: right / labelled },
  rows: rows.map((row) => ({
    ...{ name: row.name, same: row.same / counted.length, right: row.right / labelled },
    meanDifference: row.sum / (counted.length * whole.labels.length),
    largestDifference: row.largest,
  })),
});

function compare(row, truth, found, label) {
  row.same += found.label === truth.label ? 1 : 0;
  row.right += found.label === label ? 1 : 0;
  for (const [at, probability] of truth.probabilities.entries()) {
    const difference = Math.abs(probability - found.probabilities[at]);
    row.sum += difference;
    row.largest = Math.max(row.largest, difference);
  }
}

async function answer(classifier, samples) {
  const [only] = await classifier.classifyBatch(samples, undefined, { voiceActivity: false });
  return only;
}

/** Path and label of each clip, from the columns of the corpus's `manifest.csv`. */
function readManifest(folder) {
  const [header, ...rows] = readFileSync(join(folder, 'manifest.csv'), 'utf8').trim().split('\n');
  const [path, label] = ['path', 'label'].map((name) => header.split(',').indexOf(name));
  return rows.map((row) => ({ path: row.split(',')[path], label: row.split(',')[label] ?? '' }));
}

/** Chooses `count` entries of a list, evenly spaced. */
function choose(list, count) {
  if (count === null || count >= list.length) return list;
  const step = list.length / count;
  return Array.from({ length: count }, (_, at) => list[Math.floor(at * step)]);
}
