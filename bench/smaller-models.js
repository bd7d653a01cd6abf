/**
 * Converts the checkpoints of `recipes/smaller`, evaluates the bundles with the command line on speakers that were not
 * trained on, times them alternately, and writes `docs/reports/smaller-models.md`. What is in the folder already is used again.
 *
 *     npm run bench:smaller -- --runs RUNS --test test.csv [--rounds 15] [--print]
 *
 * --runs    folder with a checkpoint for each model, and `python.json` of `measure.py` in it; the report names what is missing
 * --test    the table of clips
 * --rounds  runs of the recording of 10 s; 0 leaves the times out, on a machine that is busy
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { MODELS } from './smaller-models/models.js';
import { smallerModelsReport } from './smaller-models/report.js';
import { measureTimes } from './smaller-models/times.js';

const { values } = parseArgs({
  options: {
    runs: { type: 'string' },
    test: { type: 'string' },
    rounds: { type: 'string', default: '15' },
    print: { type: 'boolean', default: false },
  },
});
const { runs, test } = values;
if (runs === undefined || test === undefined) throw new TypeError('Name --runs and --test.');
const program = fileURLToPath(new URL('../bin/wav2emo.js', import.meta.url));
mkdirSync(join(runs, 'bundles'), { recursive: true });

const isThere = ({ checkpoint }) => existsSync(join(runs, checkpoint, 'heads.json'));
const missing = MODELS.filter((model) => !isThere(model)).map(({ name }) => name);
const rows = MODELS.filter(isThere).map((model) => ({
  ...model,
  bundle: convert(model),
  python: readIfThere(join(runs, model.checkpoint, 'python.json')),
  evaluation: evaluate(model),
}));
const importance = readIfThere(join(runs, 'pruned', 'importance.json'));
const rounds = Number(values.rounds);
const times = rounds > 0 ? await measureTimes(rows, rounds) : undefined;
const text = smallerModelsReport({ rows, missing, importance, times });
if (values.print) process.stdout.write(text);
else writeFileSync(new URL('../docs/reports/smaller-models.md', import.meta.url), text);

function convert({ name, checkpoint, precision }) {
  const bundle = join(runs, 'bundles', name);
  const words = ['convert', join(runs, checkpoint), bundle, '--precision', precision];
  if (!existsSync(bundle)) run([...words, '--name', name, '--accept-distance']);
  return { folder: bundle, manifest: readJson(join(bundle, 'model.json')) };
}

/** @param {{ name: string, comparedWith?: string | undefined }} model */
function evaluate({ name, comparedWith }) {
  const output = join(runs, 'bundles', `${name}.json`);
  const earlier = join(runs, 'bundles', `${comparedWith}.json`);
  const compare = existsSync(earlier) ? ['--compare', earlier] : [];
  const words = ['evaluate', test, '-m', join(runs, 'bundles', name), '--no-baseline', ...compare];
  if (!existsSync(output)) run([...words, '-o', output]);
  return readJson(output);
}

function run(words) {
  execFileSync(process.execPath, [program, ...words], { stdio: 'inherit' });
}

function readIfThere(path) {
  return existsSync(path) ? readJson(path) : undefined;
}

function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}
