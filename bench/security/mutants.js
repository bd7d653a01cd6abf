/**
 * `node bench/security/mutants.js`: changed files for every reader, and changed graphs that are opened and
 * computed if they pass the check. Prints a table in Markdown: what was read, refused, crashed or hung.
 *
 *   node bench/security/mutants.js [--count 1000] [--target graph-run]
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { clearTimeout, setTimeout } from 'node:timers';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/** A mutant that takes longer is a hang, in milliseconds. */
const HANG_MS = 5000;
/** Starting a process takes longer than a mutant, in milliseconds. */
const START_MS = 60_000;

const TARGETS = [
  ...['wav', 'aiff', 'flac', 'mp3', 'ogg', 'webm', 'torch', 'safetensors', 'hyperpyyaml'],
  ...['config', 'manifest', 'graph', 'request-target', 'graph-run'],
];

const loader = new URL('../../test/support/typescript-loader.js', import.meta.url).href;
const program = fileURLToPath(new URL('../../test/fuzz/mutants.ts', import.meta.url));
const { values } = parseArgs({
  options: { count: { type: 'string', default: '1000' }, target: { type: 'string' } },
});
const count = Number(values.count);

console.log(
  '| reader | mutants | read | refused | not finite | crash | hang > 5 s | other error |',
);
console.log('|---|---|---|---|---|---|---|---|');
for (const name of TARGETS.filter(
  (each) => values.target === undefined || each === values.target,
)) {
  const outcomes = await runAll(name);
  const number = (/** @type {string} */ outcome) => outcomes.get(outcome) ?? 0;
  const refused = number('refused') + number('refused by the runtime');
  const known = number('read') + refused + number('not finite') + number('crash') + number('hang');
  const row = [name, count, number('read'), refused, number('not finite'), number('crash')];
  console.log(`| ${[...row, number('hang'), count - known].join(' | ')} |`);
}

/**
 * Runs all mutants of a target; after a crash or a hang another process goes on with the next one.
 *
 * @param {string} name
 */
async function runAll(name) {
  /** @type {Map<string, number>} */
  const outcomes = new Map();
  const add = (/** @type {string} */ outcome) =>
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  for (let next = 0; next < count;) {
    const { ended, reason } = await runSome(name, next, add);
    if (reason !== undefined) {
      add(reason);
      console.error(`${name}: mutant ${ended}: ${reason}`);
    }
    next = ended + 1;
  }
  return outcomes;
}

/**
 * @param {string} name
 * @param {number} from
 * @param {(outcome: string) => void} add
 * @returns {Promise<{ ended: number, reason?: string }>}
 */
async function runSome(name, from, add) {
  const args = ['--import', loader, program, name, String(from), String(count)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  let current = from;
  let isHung = false;
  const stop = () => {
    isHung = true;
    child.kill('SIGKILL');
  };
  let clock = setTimeout(stop, START_MS);
  const exited = new Promise((resolve) => child.once('exit', (code) => resolve(code)));
  for await (const line of createInterface({ input: child.stdout })) {
    const { begin, end, outcome } = JSON.parse(line);
    clearTimeout(clock);
    clock = setTimeout(stop, HANG_MS);
    if (begin !== undefined) current = begin;
    if (end === undefined) continue;
    add(outcome);
    if (!['read', 'not finite'].includes(outcome) && !outcome.startsWith('refused'))
      console.error(`${name}: mutant ${end}: ${outcome}`);
    current = end + 1;
  }
  clearTimeout(clock);
  const code = await exited;
  if (code === 0 && !isHung) return { ended: count };
  return { ended: current, reason: isHung ? 'hang' : 'crash' };
}
