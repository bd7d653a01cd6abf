/**
 * `npm run bench`: this library and its peers with the same weights, sounds and threads. Makes what it
 * needs, prints tables and one line of JSON, and writes docs/reports/performance.md. Needs about 10 GB of disk and 14 GB
 * of memory.
 *
 *   npm run bench -- [--only clips,cold] [--rounds 7] [--corpus FOLDER] [--print]
 *
 * --only     parts: clips, batch, memory, long, cold, limit, corpus; the others keep their last measurement
 * --rounds   counted rounds of clips and cold start, after one warm-up round (default: 7)
 * --names    variants whose names contain these words, e.g. int8,q8; then no file is written
 * --corpus   a folder with a manifest.csv (columns path and label): smaller graphs are compared with fp32 on its clips
 * --exact    the checkpoint of that comparison (default: that of the embedded wav2vec2-mini)
 * --clips    number of clips of the corpus, evenly spaced (default: all)
 * --limit    seconds for ten minutes of audio, other lengths in proportion (default: 100)
 * --timeout  seconds for one result, for a batch, and for loading a model (default: 180)
 * --memory   GB above which a process is killed (default: 12)
 * --folder   working folder (default: .bench)
 * --python   a Python in which bench/peers/requirements.txt is installed already
 * --print    prints the report and leaves docs/reports/performance.md as it is
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build, install, root } from '../scripts/prepare.js';
import { judge } from './performance/bars.js';
import { commandLineOf, commandOf, environmentOf } from './performance/commands.js';
import { describeMachine } from './performance/machine.js';
import { measureBatch } from './performance/parts/batch.js';
import { measureClips } from './performance/parts/clips.js';
import { measureCold } from './performance/parts/cold.js';
import { measureCorpus } from './performance/parts/corpus.js';
import { measureLimit } from './performance/parts/limit.js';
import { measureLong } from './performance/parts/long.js';
import { measureMemory } from './performance/parts/memory.js';
import { prepareGraphs } from './performance/prepare-graphs.js';
import { preparePeers } from './performance/prepare-peers.js';
import { writeReport } from './performance/report.js';
import { EMBEDDED, VARIANTS } from './performance/variants.js';
import { WorkerProcess } from './performance/worker-process.js';

const PARTS = {
  ...{ clips: measureClips, batch: measureBatch, memory: measureMemory, cold: measureCold },
  ...{ limit: measureLimit, long: measureLong, corpus: measureCorpus },
};

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: Object.keys(PARTS).join(',') },
    rounds: { type: 'string', default: '7' },
    names: { type: 'string' },
    corpus: { type: 'string' },
    exact: { type: 'string' },
    clips: { type: 'string', default: 'Infinity' },
    limit: { type: 'string', default: '100' },
    timeout: { type: 'string', default: '180' },
    memory: { type: 'string', default: '12' },
    folder: { type: 'string', default: join(root, '.bench') },
    python: { type: 'string' },
    print: { type: 'boolean', default: false },
  },
});

const wanted = options.only.split(',');
const unknown = wanted.filter((name) => !PARTS[name]);
if (unknown.length > 0)
  throw new RangeError(
    `Found the part ${unknown.join(', ')}, expected ${Object.keys(PARTS).join(', ')}.`,
  );

install();
build();
const folder = resolve(options.folder);
const places = preparePeers(folder, options.python);
prepareGraphs(places);
const bench = describeBench();
const resultsPath = join(folder, 'performance.json');
const results = existsSync(resultsPath) ? JSON.parse(readFileSync(resultsPath, 'utf8')) : {};
results.machine = describeMachine(places);
for (const name of wanted) {
  if (name === 'corpus' && options.corpus === undefined) continue;
  process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${name} …\n`);
  results[name] = await PARTS[name](bench);
  if (!bench.isPartial) writeFileSync(resultsPath, JSON.stringify(results));
}
results.bars = judge(results);
const text = writeReport(results);
process.stdout.write(`${text}\n${JSON.stringify(results)}\n`);
if (!options.print && !bench.isPartial)
  writeFileSync(join(root, 'docs', 'reports', 'performance.md'), text);

/** The argument of every part. */
function describeBench() {
  const words = options.names?.split(',') ?? [''];
  const isNamed = ({ name }) => words.some((word) => name.includes(word));
  const limits = { environment: environmentOf(places), memoryBytes: 1e9 * Number(options.memory) };
  const startCommand = (command) => new WorkerProcess(command, limits);
  return {
    ...{ places, sounds: places.sounds, timeoutMs: 1000 * Number(options.timeout) },
    isPartial: options.names !== undefined,
    rounds: Number(options.rounds),
    longSeconds: Number(options.limit),
    variants: [...VARIANTS, EMBEDDED].filter(isNamed),
    startCommand,
    start: (variant) => startCommand(commandOf(places, variant)),
    startCommandLine: (line, paths) => startCommand(commandLineOf(places, line, paths)),
    comparison: compareModels(),
  };
}

function compareModels() {
  const source = options.exact ? resolve(options.exact) : places.embedded;
  return { corpus: resolve(options.corpus ?? '.'), clips: Number(options.clips), source };
}
