/**
 * `npm run bench:browser`: the embedded models and a wav2vec2-base in int8 in a real Chromium, beside
 * transformers.js with the same weights and beside Node. Writes docs/reports/browser.md.
 *
 *   npm run bench:browser -- [--rounds 5] [--python PROGRAM] [--folder .bench] [--print]
 *
 * --rounds  counted rounds after one warm-up round; in each, every variant computes every clip once
 * --seconds lengths of the clips (default: 4,10,30)
 * --python  a Python in which bench/peers/requirements.txt is installed already
 * --folder  working folder, where everything that is made once is kept
 * --print   prints the report and writes no file
 */
import { existsSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build, install, root } from '../scripts/prepare.js';
import { serveFolder } from '../scripts/serve-folder.js';
import { measureClips } from './browser/measure-clips.js';
import { measureLive } from './browser/measure-live.js';
import { openVariant } from './browser/open-variant.js';
import { writeReport } from './browser/report.js';
import { nodeVariants, variants } from './browser/variants.js';
import { preparePeers } from './performance/prepare-peers.js';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
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
if (!existsSync(int8)) await convert(places.checkpoint, int8);

const server = await serveFolder({
  ...{ wav2emo: root, int8 },
  ...{ peer: places.packages, models: places.models },
});
const loadBefore = loadavg()[0];
const opened = [];
try {
  for (const variant of variants) opened.push(await openVariant(variant, server.address, places));
  for (const variant of nodeVariants(int8)) opened.push(await variant.open());
  const clips = Object.entries(places.sounds.clips).filter(([seconds]) =>
    values.seconds.split(',').includes(seconds),
  );
  const measured = await measureClips(opened, clips, Number(values.rounds));
  const live = await measureLive(opened.find(({ name }) => name === 'wav2emo-small, one thread'));
  const machine = { processor: cpus()[0].model.trim(), cores: cpus().length };
  const load = { before: loadBefore, after: loadavg()[0] };
  const report = writeReport({ machine, load, measured, live, rounds: Number(values.rounds) });
  if (values.print) console.log(report);
  else writeFileSync(join(root, 'docs', 'reports', 'browser.md'), report);
} finally {
  for (const { close } of opened) await close();
  await server.close();
}

async function convert(folder, target) {
  process.stderr.write('Converting the seeded checkpoint to int8 (once) …\n');
  const { convertCheckpoint } = await import('../dist/index.js');
  await convertCheckpoint({ source: { folder }, target, precision: 'int8', allowInexact: true });
}
