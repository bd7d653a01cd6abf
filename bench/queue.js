/**
 * `npm run bench:queue`: what the queue costs. A server that computes in one process and a server with a
 * worker behind a queue take turns with the same recordings. Needs redis-server. Writes docs/reports/queue.md.
 *
 *   npm run bench:queue -- [--rounds 5] [--count 200] [--at-once 8] [--print]
 *
 * --print  prints the report and leaves docs/reports/queue.md as it is
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build, install, root } from '../scripts/prepare.js';
import { loadModel, measure } from './queue/ask.js';
import { Programs } from './queue/programs.js';
import { writeReport } from './queue/report.js';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    count: { type: 'string', default: '200' },
    'at-once': { type: 'string', default: '8' },
    print: { type: 'boolean', default: false },
  },
});
const rounds = Number(values.rounds);
const count = Number(values.count);
const atOnce = Number(values['at-once']);

install();
build();
const folder = mkdtempSync(join(tmpdir(), 'wav2emo-bench-queue-'));
const programs = new Programs(folder);
try {
  const servers = { alone: await programs.alone(), queued: await programs.queued() };
  const clip = new Blob([readFileSync(join(root, 'test/fixtures/audio/high-2.3s.wav'))]);
  const found = { alone: empty(), queued: empty() };
  for (const [name, address] of Object.entries(servers)) {
    await loadModel(address);
    await measure(address, clip, { count: 20, atOnce: 2 });
    process.stderr.write(`${name} is ready\n`);
  }
  for (let round = 0; round < rounds; round++)
    for (const [name, address] of Object.entries(servers)) {
      const { perSecond } = await measure(address, clip, { count, atOnce });
      const { milliseconds } = await measure(address, clip, { count, atOnce: 1 });
      found[name].perSecond.push(perSecond);
      found[name].milliseconds.push(...milliseconds);
      process.stderr.write(`round ${round + 1}, ${name}: ${perSecond.toFixed(1)} per second\n`);
    }
  const machine = { cpu: cpus()[0]?.model.trim(), cores: cpus().length };
  const { text, isGood } = writeReport({ ...found, machine, rounds, count, atOnce });
  process.stdout.write(text);
  if (!values.print) writeFileSync(join(root, 'docs', 'reports', 'queue.md'), text);
  process.exitCode = isGood ? 0 : 1;
} finally {
  programs.end();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** @returns {{ perSecond: number[], milliseconds: number[] }} */
function empty() {
  return { perSecond: [], milliseconds: [] };
}
