/**
 * Compares two models on the clips of a corpus: node corpus.js '{"corpus": FOLDER, "clips": 500, "exact": OPTIONS,
 * "reduced": OPTIONS, "threads": 2}' with the options of `EmotionClassifier.fromHparams`; prints one line of JSON.
 * Without a number of clips it takes all.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EmotionClassifier } from '../../dist/index.js';
import { say } from './serve-requests.js';

const { corpus, clips, exact, reduced, threads } = JSON.parse(process.argv[2]);
const [a, b] = await Promise.all(
  [exact, reduced].map((model) =>
    EmotionClassifier.fromHparams({ ...model, runOpts: { threads } }),
  ),
);
let [same, sum, largest] = [0, 0, 0];
const paths = choose(readManifest(corpus), clips);
for (const path of paths) {
  const samples = await a.loadAudio(join(corpus, path));
  const answers = [await answer(a, samples), await answer(b, samples)];
  same += answers[0].label === answers[1].label ? 1 : 0;
  const differences = differencesOf(answers);
  sum += differences.reduce((x, y) => x + y, 0) / differences.length;
  largest = Math.max(largest, ...differences);
}
say({
  ...{ clips: paths.length, same: same / paths.length },
  ...{ meanDifference: sum / paths.length, largestDifference: largest },
  ...{ exact: nameOf(a), reduced: nameOf(b) },
});

async function answer(classifier, samples) {
  const [only] = await classifier.classifyBatch(samples, undefined, { voiceActivity: false });
  return only;
}

function differencesOf([exactAnswer, reducedAnswer]) {
  return Array.from(exactAnswer.probabilities, (probability, at) =>
    Math.abs(probability - reducedAnswer.probabilities[at]),
  );
}

function nameOf({ manifest: { name, precision, reduction } }) {
  const bits = reduction?.weightBits ? ` with ${reduction.weightBits}-bit weights` : '';
  return `${name} in ${precision}${bits}`;
}

/** Paths of the corpus's `manifest.csv`, which has a column of that name. */
function readManifest(folder) {
  const [header, ...rows] = readFileSync(join(folder, 'manifest.csv'), 'utf8').trim().split('\n');
  const column = header.split(',').indexOf('path');
  return rows.map((row) => row.split(',')[column]);
}

/** So many of a list, evenly over it. */
function choose(list, count) {
  if (count === null || count >= list.length) return list;
  const step = list.length / count;
  return Array.from({ length: count }, (_, at) => list[Math.floor(at * step)]);
}
