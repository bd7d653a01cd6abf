/**
 * `npm run parity`: builds full-size checkpoints with seeded random weights with the real
 * SpeechBrain and transformers, computes their results and ours for the same recordings, and writes
 * the differences to docs/reports/parity.md. It creates its own Python environment and needs about
 * 10 GB of disk.
 *
 *   npm run parity -- [--folder FOLDER] [--python PROGRAM] [--only NAME,NAME]
 *
 * --folder  working folder; a second run reuses its files (default: .parity)
 * --python  a Python in which recipes/parity/requirements.txt is installed already
 * --only    compares these architectures; the others keep their last comparison, if there is one
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { largestDifference, measureResampler } from './parity/compare.js';
import { makeCheckpoint, readNames, recipe } from './parity/recipes.js';
import { writeReport } from './parity/report.js';
import { build, install, root, run } from './prepare.js';

const { values: options } = parseArgs({
  options: {
    folder: { type: 'string', default: join(root, '.parity') },
    python: { type: 'string' },
    only: { type: 'string' },
  },
});
const folder = resolve(options.folder);

install();
build();
mkdirSync(folder, { recursive: true });
const python = options.python ?? makeEnvironment();
const audio = join(folder, 'audio');
run(python, [recipe('make_audio.py'), '--size', 'full', '--out', audio]);
const known = readNames(python);
for (const name of options.only?.split(',') ?? known) compareArchitecture(name);
const rows = known.filter((name) => existsSync(rowOf(name))).map(readRow);
const missing = known.filter((name) => !existsSync(rowOf(name)));
const passed = writeReport({ rows, missing, resampler: await compareResampler() });
process.exitCode = passed ? 0 : 1;

function makeEnvironment() {
  const environment = join(folder, 'python');
  const windows = process.platform === 'win32';
  const program = join(environment, windows ? 'Scripts/python.exe' : 'bin/python');
  if (existsSync(join(environment, '.complete'))) return program;
  process.stderr.write('Installing SpeechBrain, transformers and torch (once, several GB) …\n');
  run(windows ? 'python' : 'python3', ['-m', 'venv', environment]);
  run(program, ['-m', 'pip', 'install', '--quiet', '-r', recipe('requirements.txt')]);
  writeFileSync(join(environment, '.complete'), '');
  return program;
}

/** @param {string} name */
function rowOf(name) {
  return join(folder, `${name}.row.json`);
}

/**
 * @param {string} name
 * @returns {import('./parity/report.js').Row}
 */
function readRow(name) {
  return JSON.parse(readFileSync(rowOf(name), 'utf8'));
}

/**
 * Compares one architecture and keeps what was found.
 *
 * @param {string} name
 */
function compareArchitecture(name) {
  process.stderr.write(`${name} …\n`);
  const checkpoints = join(folder, 'checkpoints');
  const golden = join(folder, `${name}.json`);
  if (!existsSync(golden)) {
    makeCheckpoint(python, checkpoints, name);
    const reference = [
      '--checkpoints',
      checkpoints,
      '--audio',
      audio,
      '--only',
      name,
      '--out',
      golden,
    ];
    run(python, [recipe('run_reference.py'), ...reference]);
  }
  const expected = JSON.parse(readFileSync(golden, 'utf8'));
  const ours = computeResults(join(checkpoints, name), Object.keys(expected.audio));
  const model = expected.models[name];
  const { origin } = expected;
  const row = { name, origin, notes: model.notes, ...ours.cost, ...differences(model, ours) };
  writeFileSync(rowOf(name), JSON.stringify(row));
}

/**
 * Converts and classifies in a separate process, so that its peak memory can be measured.
 *
 * @param {string} checkpoint
 * @param {string[]} files names of recordings
 * @returns {{ results: Outputs[], cost: import('./parity/report.js').Cost }}
 */
function computeResults(checkpoint, files) {
  const cache = join(folder, 'cache');
  rmSync(cache, { recursive: true, force: true });
  const paths = files.map((file) => join(audio, file));
  const child = spawnSync(
    process.execPath,
    [join(root, 'scripts', 'parity', 'compute-results.js'), checkpoint, ...paths],
    {
      env: { ...process.env, WAV2EMO_CACHE: cache },
      stdio: ['ignore', 'pipe', 'inherit'],
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    },
  );
  if (child.status !== 0)
    throw new Error(`${checkpoint}: the conversion or the classification failed`);
  rmSync(cache, { recursive: true, force: true });
  return JSON.parse(child.stdout);
}

/**
 * @typedef {Record<'embedding' | 'logits' | 'outputs', number[]>} Outputs
 * @param {{ results: Record<string, Record<string, number[]>>, outputs: string }} model the reference's results
 * @param {{ results: Outputs[] }} ours
 */
function differences(model, ours) {
  const expected = Object.values(model.results);
  /** @param {keyof Outputs} field @param {string[]} keys the reference's names of what the field has */
  const largest = (field, ...keys) =>
    Math.max(
      ...expected.map((result, at) =>
        largestDifference(
          keys.flatMap((key) => result[key] ?? []),
          ours.results[at]?.[field] ?? [],
        ),
      ),
    );
  return {
    embedding: largest('embedding', 'embedding'),
    logits: largest('logits', 'logits'),
    // Some classifiers measure dimensions beside their classes.
    outputs: largest('outputs', model.outputs, 'dimensions'),
  };
}

async function compareResampler() {
  const golden = join(folder, 'resampler');
  run(python, [recipe('resampler_golden.py'), '--out', golden]);
  return measureResampler(golden);
}
