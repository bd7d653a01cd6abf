/**
 * `npm run bench:browser`: the embedded models and a wav2vec2-base in int8 in a real Chromium, beside
 * transformers.js with the same weights and beside Node. Writes its part of docs/reports/browser.md.
 *
 *   npm run bench:browser -- [--rounds 3] [--starts 3] [--seconds 4,10,30] [--python PROGRAM]
 *     [--folder .bench] [--print]
 *
 * --rounds  counted rounds after one warm-up round; in each, every variant computes every clip once
 * --starts  how often each variant is opened in a new browser with an empty cache
 * --seconds lengths of the clips
 * --python  a Python in which bench/peers/requirements.txt is installed already
 * --folder  working folder, where everything that is made once is kept
 * --print   prints the report, writes no file, and keeps what was measured
 *
 * What was measured is noted in `browser.jsonl` in the working folder: a run that was interrupted continues
 * there. The file is removed when the report has been written. A variant that fails is reported as failed.
 */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build, install, root } from '../scripts/prepare.js';
import { serveFolder } from '../scripts/serve-folder.js';
import { openJournal } from './browser/journal.js';
import { Program } from './browser/program.js';
import { measureClips, measureLive, measureStarts } from './browser/measure.js';
import { speedSection } from './browser/speed-section.js';
import { programsOf } from './browser/variants.js';
import { writeSection } from './browser/write-section.js';
import { instructionsOf } from './performance/machine.js';
import { preparePeers } from './performance/prepare-peers.js';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    starts: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '4,10,30' },
    python: { type: 'string' },
    folder: { type: 'string', default: join(root, '.bench') },
    print: { type: 'boolean', default: false },
  },
});

install();
build();
const places = preparePeers(resolve(values.folder), values.python);
const int8 = join(places.folder, 'int8');
if (!existsSync(join(int8, 'model.json'))) await convert(places.checkpoint, int8);

const [rounds, starts] = [Number(values.rounds), Number(values.starts)];
const seconds = values.seconds.split(',').map(Number);
const path = join(places.folder, 'browser.jsonl');
// The stamp of the build changes with the sources.
const sources = readFileSync(join(root, 'dist', '.wav2emo-sources'), 'utf8');
const journal = openJournal(path, `${sources} ${cpus()[0]?.model}`);
const server = await serveFolder({
  ...{ wav2emo: root, int8 },
  ...{ peer: places.packages, models: places.models },
});
const loadBefore = loadavg()[0];
const programs = programsOf(server.address, int8, places.sounds.clips[seconds[0]]).map(
  (variant) => new Program(variant),
);
try {
  await measureStarts(programs, starts, journal);
  const clips = seconds.map((each) => [each, places.sounds.clips[each]]);
  await measureClips(programs, clips, rounds, journal);
  await measureLive(programs, journal);
} finally {
  for (const program of programs) await program.close();
  await server.close();
}
const section = speedSection({
  ...{ programs, journal, seconds, rounds, starts },
  machine: { processor: cpus()[0].model.trim(), cores: cpus().length, ...instructionsOf() },
  load: { before: loadBefore, after: loadavg()[0] },
  versions: {
    'onnxruntime-web': versionOf(root, 'onnxruntime-web'),
    'onnxruntime-node': versionOf(root, 'onnxruntime-node'),
    'transformers.js': versionOf(places.packages, '@huggingface/transformers'),
    'its onnxruntime-web': versionOf(places.packages, 'onnxruntime-web'),
  },
});
if (values.print) process.stdout.write(section);
else {
  writeSection('Speed', section);
  rmSync(path);
}

async function convert(folder, target) {
  process.stderr.write('Converting the seeded checkpoint to int8 (once) …\n');
  const { convertCheckpoint } = await import('../dist/index.js');
  await convertCheckpoint({ source: { folder }, target, precision: 'int8', allowInexact: true });
}

function versionOf(folder, name) {
  const file = join(folder, 'node_modules', name, 'package.json');
  return JSON.parse(readFileSync(file, 'utf8')).version;
}
