import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CHECKPOINT, classifyOnce, killOften } from './command-line.js';

const MOMENTS = 10;
const REPOSITORY = 'somebody/wav2vec2-base';
const url = (/** @type {string} */ name) =>
  new URL(`../../../test/support/${name}`, import.meta.url);

/** A conversion is killed; the next one has to give the right answer and clean up. */
async function conversionKilled(folder) {
  return await killed(folder, {});
}

/** The same for a download from a hub on the loopback, with the conversion after it. */
async function downloadKilled(folder) {
  const loader = url('typescript-loader.js').href;
  const program = fileURLToPath(url('hub-program.ts'));
  const args = ['--import', loader, program, CHECKPOINT, REPOSITORY];
  const hub = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [line] = await once(hub.stdout, 'data');
    return await killed(folder, { model: REPOSITORY, hub: String(line).trim() });
  } finally {
    hub.kill('SIGKILL');
  }
}

async function killed(folder, options) {
  const first = { ...options, cache: join(folder, 'first') };
  const right = classifyOnce(folder, first);
  const { milliseconds } = right;
  await killOften(folder, { moments: MOMENTS, milliseconds, options });
  const { status, scores, words } = classifyOnce(folder, options);
  const graphs = readdirSync(join(folder, 'cache', 'graphs')).length;
  const parts = spawnSync('find', [join(folder, 'cache'), '-name', '*.part'], { encoding: 'utf8' });
  const left = graphs - 1 + parts.stdout.split('\n').filter((line) => line !== '').length;
  const isSame = status === 0 && scores !== '' && scores === right.scores;
  const answer = isSame ? 'the right answer' : `exit code ${status}: ${words}`;
  return {
    isGood: isSame && left === 0,
    outcome: `${2 * MOMENTS} kills, then ${answer}; ${left} files or folders left`,
  };
}

export const CONVERSION = [
  { fault: '`kill -9` of a conversion, twice at each of ten moments', run: conversionKilled },
  { fault: '`kill -9` of a download and its conversion, the same', run: downloadKilled },
];
