import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { onSmallDisk } from './storage.js';

const path = (/** @type {string} */ name) =>
  fileURLToPath(new URL(`../../../${name}`, import.meta.url));
const clip = path('test/fixtures/audio/high-2.3s.wav');
const fixture = path('test/fixtures/checkpoints/wav2vec2-base');
const ARGS = ['classify', '--json', '--precision', 'fp32', '--no-voice-activity'];
/** A user with no rights of their own; root ignores modes. */
const NOBODY = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];

/** Kills of the conversion, at moments that are spread over its time. */
const KILLS = 10;

function commandLine(folder, { cache = join(folder, 'cache'), command = [] } = {}) {
  const all = [
    ...command,
    process.execPath,
    path('bin/wav2emo.js'),
    ...ARGS,
    '--model',
    fixture,
    clip,
  ];
  const [first = '', ...args] = all;
  const env = {
    ...process.env,
    WAV2EMO_CACHE: cache,
    TMPDIR: folder,
    HOME: folder,
    HF_HUB_OFFLINE: '1',
  };
  return { first, args, env };
}

function classifyNow(folder, options) {
  const { first, args, env } = commandLine(folder, options);
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(first, args, { env, encoding: 'utf8' });
  return {
    status,
    milliseconds: performance.now() - start,
    answer: scoresOf(stdout),
    stdout,
    stderr,
  };
}

/** The probabilities, which are the same in every run. */
function scoresOf(stdout) {
  const [, scores = ''] = /"probabilities":\s*(\{[^}]*\})/.exec(stdout) ?? [];
  return scores.replace(/\s/g, '');
}

/** The conversion is killed at ten moments, twice each; then it has to work. */
async function conversionKilled(folder) {
  const right = classifyNow(folder, { cache: join(folder, 'first') });
  for (let at = 0; at < 2 * KILLS; at++) {
    const { first, args, env } = commandLine(folder);
    const child = spawn(first, args, { env, stdio: 'ignore' });
    await sleep((right.milliseconds * (Math.floor(at / 2) + 0.5)) / KILLS);
    child.kill('SIGKILL');
  }
  const { status, answer } = classifyNow(folder);
  const graphs = readdirSync(join(folder, 'cache', 'graphs'));
  return {
    isGood: status === 0 && answer !== '' && answer === right.answer && graphs.length === 1,
    outcome: `${2 * KILLS} kills: then ${answer === right.answer ? 'the same answer' : 'ANOTHER ANSWER'}, ${graphs.length - 1} folders left`,
  };
}

async function readOnlyCache(folder) {
  chmodSync(folder, 0o755);
  const cache = join(folder, 'cache');
  mkdirSync(cache, { mode: 0o555 });
  const command = NOBODY;
  const empty = classifyNow(folder, { cache, command });
  const right = classifyNow(folder, { cache });
  const filled = classifyNow(folder, { cache, command });
  const reason = /"code":\s*"([^"]+)"/.exec(empty.stdout)?.[1] ?? empty.stderr.trim().slice(0, 200);
  const isSaid = empty.status !== 0 && /cache|write/i.test(`${empty.stdout}${empty.stderr}`);
  return {
    isGood: isSaid && filled.status === 0 && filled.answer === right.answer,
    outcome: `empty: exit code ${empty.status} (${reason}); filled: ${filled.answer === right.answer ? 'the same answer' : `exit code ${filled.status}: ${filled.stderr.slice(0, 200)}`}`,
  };
}

async function fullCache(folder) {
  // A little more than the memos, and less than the graph.
  const full = await onSmallDisk(folder, 1, async (place) => {
    cpSync(clip, join(place, 'filler.wav'));
    const { spaceLeft } = fill(place);
    const result = classifyNow(folder, { cache: join(place, 'cache') });
    return { ...result, spaceLeft, left: partsIn(join(place, 'cache')) };
  });
  const right = classifyNow(folder);
  const words = `${full.stdout}${full.stderr}`;
  const code = /"code":\s*"([^"]+)"/.exec(words)?.[1] ?? words.trim().slice(0, 200);
  return {
    isGood:
      full.status !== 0 &&
      /full|space/i.test(words) &&
      full.left.length === 0 &&
      right.status === 0,
    outcome: `exit code ${full.status} (${code}), ${full.left.length} files left; with room again ${right.status === 0 ? 'right' : 'WRONG'}`,
  };
}

/** Leaves 16 kB of a disk. */
function fill(place) {
  spawnSync('sh', [
    '-c',
    `head -c 2000000 /dev/zero > ${place}/filler; truncate -s -16384 ${place}/filler`,
  ]);
  return { spaceLeft: 16_384 };
}

/** Files that a reader could take for a graph, or that nobody needs. */
function partsIn(cache) {
  const found = spawnSync('find', [cache, '-name', 'model*', '-o', '-name', '*.part'], {
    encoding: 'utf8',
  });
  return found.stdout.split('\n').filter((line) => line !== '');
}

export const COMMAND_LINE = [
  { fault: '`kill -9` of a conversion, twice at each of ten moments', run: conversionKilled },
  { fault: 'cache read-only, empty and filled', needs: 'root', run: readOnlyCache },
  { fault: 'cache on a full disk', needs: 'root', run: fullCache },
];
