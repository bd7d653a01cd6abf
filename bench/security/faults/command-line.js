import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const path = (/** @type {string} */ name) =>
  fileURLToPath(new URL(`../../../${name}`, import.meta.url));
/** A checkpoint of 72 kB, whose conversion writes a graph and its weights. */
export const CHECKPOINT = path('test/fixtures/checkpoints/wav2vec2-base');
const clip = path('test/fixtures/audio/high-2.3s.wav');
const ARGS = ['classify', '--json', '--precision', 'fp32', '--no-voice-activity'];
/** The most that is kept of what a program says. */
const MOST_WORDS = 200;

/**
 * Where a program runs and what it reads.
 *
 * @typedef {{ cache?: string, command?: string[], model?: string, hub?: string }} Surroundings
 */

/**
 * Classifies a recording with a checkpoint.
 *
 * @param {string} folder for the cache and temporary files
 * @param {Surroundings} [options]
 */
export function classifyOnce(folder, options) {
  const { first, args, env } = commandLine(folder, options);
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(first, args, { env, encoding: 'utf8' });
  const [, scores = ''] = /"probabilities":\s*(\{[^}]*\})/.exec(stdout) ?? [];
  const words = stderr.trim().replaceAll(folder, '').slice(0, MOST_WORDS);
  return { status, milliseconds: performance.now() - start, scores, words };
}

/**
 * Begins the same and kills it, twice at each of some moments that are spread over its time.
 *
 * @param {string} folder
 * @param {{ moments: number, milliseconds: number, options?: Surroundings }} plan
 */
export async function killOften(folder, { moments, milliseconds, options }) {
  for (let at = 0; at < 2 * moments; at++) {
    const { first, args, env } = commandLine(folder, options);
    const child = spawn(first, args, { env, stdio: 'ignore' });
    await sleep((milliseconds * (Math.floor(at / 2) + 0.5)) / moments);
    child.kill('SIGKILL');
  }
}

function commandLine(folder, /** @type {Surroundings} */ options = {}) {
  const { cache = join(folder, 'cache'), command = [], model = CHECKPOINT, hub } = options;
  const program = [process.execPath, path('bin/wav2emo.js'), ...ARGS, '--model', model, clip];
  const [first = '', ...args] = [...command, ...program];
  const env = { ...process.env, WAV2EMO_CACHE: cache, TMPDIR: folder, HOME: folder };
  const network = hub === undefined ? { HF_HUB_OFFLINE: '1' } : { HF_ENDPOINT: hub };
  return { first, args, env: { ...env, ...network } };
}
