/**
 * `npm run bench:sizing`: what one core computes with each embedded model, and what a worker and a job
 * need of memory. Writes the part "Sizing" of docs/reports/scale.md. Needs redis-server and Linux.
 *
 *   npm run bench:sizing -- [--jobs 300] [--print]
 *
 * --jobs   that wait at once while the memory of Redis is read
 * --print  prints the part and leaves docs/reports/scale.md as it is
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build, install, root } from '../../scripts/prepare.js';
import { longRecording } from './long-recording.js';
import { measureQueue } from './measure-queue.js';
import { sizingPart, writePart } from './report.js';

const { values } = parseArgs({
  options: {
    jobs: { type: 'string', default: '300' },
    print: { type: 'boolean', default: false },
  },
});
/** Length of the long recording, in seconds. */
const LONG_SECONDS = 600;

install();
build();
const clips = join(root, 'examples', 'audio');
const busy = loadavg()[0];
const folder = mkdtempSync(join(tmpdir(), 'wav2emo-sizing-'));
try {
  const long = join(folder, 'long.wav');
  writeFileSync(long, await longRecording(LONG_SECONDS));
  const models = readdirSync(join(root, 'models'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name, precision: precisionOf(name), ...measureModel(name, long) }));
  const queue = await measureQueue(Number(values.jobs), folder);
  const text = sizingPart({ models, queue, busy, longSeconds: LONG_SECONDS });
  process.stdout.write(text);
  if (!values.print) writePart('sizing', text);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function precisionOf(name) {
  return JSON.parse(readFileSync(join(root, 'models', name, 'model.json'), 'utf8')).precision;
}

function measureModel(name, long) {
  const program = join(root, 'bench', 'scale', 'measure-model.js');
  const found = spawnSync(process.execPath, [program, name, clips, long], { encoding: 'utf8' });
  if (found.status !== 0) throw new Error(`${name}: ${found.stderr}`);
  return JSON.parse(found.stdout);
}
