/**
 * Times a model on ten seconds of sound: node scripts/time-model.js MODEL
 *
 * MODEL is the name of an embedded model, or the folder of a checkpoint or bundle. The script prints
 * one line of JSON: the median and the fastest run in milliseconds, not counting the warm-up runs,
 * and the machine.
 */
import { cpus } from 'node:os';
import { build, install } from './prepare.js';

const SECONDS = 10;
const WARM_UP = 3;
const RUNS = 25;

install();
build();
const { EmotionClassifier } = await import('../dist/index.js');
const [, , source] = process.argv;
if (source === undefined) throw new TypeError('Name a model: node scripts/time-model.js MODEL');
const classifier = await EmotionClassifier.fromHparams({ source });
const sound = Float32Array.from({ length: SECONDS * 16_000 }, (_, at) => 0.3 * Math.sin(at / 20));
const times = [];
for (let run = -WARM_UP; run < RUNS; run++) {
  const start = performance.now();
  await classifier.classifyBatch(sound);
  if (run >= 0) times.push(performance.now() - start);
}
times.sort((a, b) => a - b);
/** @param {number | undefined} milliseconds */
const round = (milliseconds = NaN) => Math.round(milliseconds * 10) / 10;
const processor = cpus()[0]?.model;
const result = { seconds: SECONDS, runs: RUNS, median_ms: round(times[(RUNS - 1) / 2]) };
const machine = { processor, cores: cpus().length };
process.stdout.write(`${JSON.stringify({ ...result, fastest_ms: round(times[0]), ...machine })}\n`);
