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
import { TARGETS } from './mutants-targets.js';
import { runMutants } from './run-mutants.js';

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
