/**
 * `node bench/security/mutants.js`: 100,000 changed files, graphs and requests for everything that reads
 * what strangers wrote. Recordings are classified, bundles and checkpoints are loaded and compute,
 * requests go to a server with a model. Prints a table in Markdown, and writes it to --state.
 *
 *   node bench/security/mutants.js --state FILE [--seconds 60] [--target wav]
 *
 * --state    file with what was done before; the next call goes on there
 * --seconds  how long this call lasts
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { mutantsTable } from './mutants-table.js';
import { runMutants } from './run-mutants.js';

/** Mutants of each target: most for what most people send, few where one takes a tenth of a second. */
const TARGETS = {
  ...{ wav: 9000, aiff: 9000, flac: 9000, mp3: 9000, ogg: 9000, webm: 9000, aac: 3000 },
  ...{ torch: 7000, safetensors: 5000, hyperpyyaml: 6000, config: 3000, preprocessor: 1000 },
  ...{ 'label-encoder': 2000, manifest: 3000, baseline: 2000, graph: 6000, 'graph-run': 3000 },
  ...{ 'live-message': 2000, 'request-target': 2000, checkpoint: 500, bundle: 200 },
  ...{ form: 500, websocket: 300 },
};

const { values } = parseArgs({
  options: {
    state: { type: 'string' },
    seconds: { type: 'string', default: '60' },
    target: { type: 'string' },
  },
});
const { state = join(tmpdir(), 'wav2emo-mutants.json') } = values;
/** @type {import('./mutants-table.js').Rows} */
const rows = existsSync(state) ? JSON.parse(readFileSync(state, 'utf8')) : {};
const end = performance.now() + Number(values.seconds) * 1000;
const folder = mkdtempSync(join(tmpdir(), 'wav2emo-mutants-'));
try {
  for (const [name, count] of Object.entries(TARGETS))
    if (values.target === undefined || name === values.target) await runAll(name, count);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.stdout.write(mutantsTable(rows));
const total = Object.values(TARGETS).reduce((sum, count) => sum + count, 0);
const done = Object.values(rows).reduce((sum, { next }) => sum + next, 0);
process.stdout.write(`\n${done} of ${total} mutants.\n`);
process.exitCode = done < total ? 75 : 0;

/** After a crash or a hang another process goes on with the next mutant. */
async function runAll(name, count) {
  const row = (rows[name] ??= { next: 0, outcomes: {}, faults: [], slowestMs: 0 });
  const add = (outcome, number, milliseconds) => {
    const isGood = /^(read|refused)/.test(outcome);
    const kind = isGood || /^(not finite|crash|hang)$/.test(outcome) ? outcome : 'other error';
    row.outcomes[kind] = (row.outcomes[kind] ?? 0) + 1;
    row.slowestMs = Math.max(row.slowestMs, milliseconds);
    if (!isGood) row.faults.push(`mutant ${number}: ${outcome}`);
  };
  while (row.next < count && performance.now() < end) {
    const seconds = (end - performance.now()) / 1000;
    row.next = await runMutants({ name, from: row.next, to: count, seconds, folder }, add);
    writeFileSync(state, JSON.stringify(rows, null, 1));
  }
}
