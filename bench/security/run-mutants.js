import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { clearTimeout, setTimeout } from 'node:timers';
import { fileURLToPath } from 'node:url';

/** A mutant that takes longer is a hang, in milliseconds. */
const HANG_MS = 5000;
/** Starting a process takes longer than a mutant, in milliseconds. */
const START_MS = 60_000;

const loader = new URL('../../test/support/typescript-loader.js', import.meta.url).href;
const program = fileURLToPath(new URL('../../test/fuzz/mutants.ts', import.meta.url));

/**
 * Tries mutants of a target in a process of its own, until all are tried, the process ends, or the time is
 * over.
 *
 * @param {{ name: string, from: number, to: number, seconds: number, folder: string }} portion `folder` is
 *   for the temporary files
 * @param {(outcome: string, number: number, milliseconds: number) => void} add called for each mutant
 * @returns {Promise<number>} the number of the next mutant
 */
export async function runMutants({ name, from, to, seconds, folder }, add) {
  const args = ['--import', loader, program, name, String(from), String(to)];
  const env = { ...process.env, TMPDIR: folder, WAV2EMO_CACHE: `${folder}/cache` };
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], env });
  let words = '';
  child.stderr.on('data', (chunk) => (words = `${words}${chunk}`.slice(-2000)));
  let next = from;
  let stopped = '';
  const stop = (/** @type {string} */ reason) => {
    stopped = reason;
    child.kill('SIGKILL');
  };
  let clock = setTimeout(() => stop('hang'), START_MS);
  const end = performance.now() + seconds * 1000;
  const exited = new Promise((resolve) => child.once('exit', (code) => resolve(code)));
  for await (const line of createInterface({ input: child.stdout })) {
    const { end: ended, outcome, milliseconds } = JSON.parse(line);
    clearTimeout(clock);
    if (ended === undefined) {
      clock = setTimeout(() => stop('hang'), HANG_MS);
      continue;
    }
    next = ended + 1;
    add(outcome, ended, milliseconds);
    if (performance.now() > end) stop('time');
  }
  clearTimeout(clock);
  const code = await exited;
  if (stopped === 'time' || (code === 0 && stopped === '')) return next;
  if (next === from && stopped === '' && words !== '') throw new Error(words);
  add(stopped || 'crash', next, HANG_MS);
  return next + 1;
}
