import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from '../../scripts/prepare.js';

/** Six recordings of 2 to 3 s. */
export const SHORT_CLIPS = [
  ...['angry-woman', 'happy-woman', 'neutral-woman', 'sad-woman', 'angry-man', 'neutral-man'],
].map((name) => new Blob([readFileSync(join(root, 'examples', 'audio', `${name}.flac`))]));

/** A client that is told to come back does so this often, about a minute and a half. */
const MOST_TRIES = 60;
/** The longest pause before it comes back, in milliseconds. */
const LONGEST_PAUSE_MS = 2000;
/** Every tenth client leaves within this time after it has sent its recording, in milliseconds. */
const LEAVES_WITHIN_MS = 1500;

/** What every clip must be answered with: the results without faults. */
export async function expectedResults(address, clips) {
  const found = [];
  for (const [number, clip] of clips.entries())
    found.push(withoutTimes((await ask(address, clip, number)).result));
  return found;
}

/**
 * Sends the jobs evenly over a time, at most so many at once.
 *
 * @param {string} address
 * @param {readonly Blob[]} clips which are sent in turns
 * @param {{ jobs: number, atOnce: number, seconds: number, leavers?: number,
 *   onRefusal: (code: string) => void }} options `leavers` of ten clients leave; default: one
 */
export async function sendJobs(address, clips, { jobs, atOnce, seconds, leavers = 1, onRefusal }) {
  const start = performance.now();
  const records = [];
  let next = 0;
  const work = async () => {
    while (next < jobs) {
      const number = next++;
      const due = start + (number * seconds * 1000) / jobs;
      await sleep(Math.max(0, due - performance.now()));
      const job = { address, number, clip: clips[number % clips.length], onRefusal };
      records.push(await (number % 10 >= 10 - leavers ? leave : persist)(job));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return records;
}

/** Sends a recording until it is answered, as the answers 503 and 507 ask for. */
async function persist({ address, number, clip, onRefusal }) {
  const start = performance.now();
  for (let tries = 1; tries <= MOST_TRIES; tries++) {
    const { status, code, result, retryAfter } = await ask(address, clip, number);
    if (result) return { number, tries, outcome: 'answered', result, milliseconds: since(start) };
    onRefusal(`${status} ${code}`);
    if (![503, 507, 504].includes(status)) return { number, tries, outcome: `refused ${code}` };
    await sleep(Math.min(LONGEST_PAUSE_MS, 1000 * (retryAfter || 1)));
  }
  return { number, tries: MOST_TRIES, outcome: 'never answered' };
}

/** Sends a recording and goes. A client that was faster than its own leaving has its answer. */
async function leave({ address, number, clip }) {
  const signal = AbortSignal.timeout(1 + ((number * 7919) % LEAVES_WITHIN_MS));
  try {
    const { status, result } = await ask(address, clip, number, signal);
    return {
      number,
      tries: 1,
      outcome: result ? 'answered' : `left: ${status}`,
      result,
      left: true,
    };
  } catch {
    return { number, tries: 1, outcome: 'left', left: true };
  }
}

async function ask(address, clip, number, signal) {
  const body = new FormData();
  body.append('files', clip, nameOf(number));
  try {
    const response = await fetch(`${address}/api/v1/classify`, { method: 'POST', body, signal });
    const answer = /** @type {any} */ (await response.json());
    const retryAfter = Number(response.headers.get('retry-after') ?? 0);
    const results = answer.results ?? [];
    return { status: response.status, code: answer.code, retryAfter, result: results[0], results };
  } catch (error) {
    signal?.throwIfAborted();
    return {
      status: 503,
      code: `connection: ${error.cause?.code ?? error.message}`,
      retryAfter: 1,
    };
  }
}

const since = (start) => performance.now() - start;
const nameOf = (number) => `job-${number}`;

/** Whether a record's result is that of its own recording. */
export function isRight({ number, result }, expected) {
  const wanted = { ...expected[number % expected.length], file: nameOf(number) };
  return JSON.stringify(withoutTimes(result)) === JSON.stringify(wanted);
}

/** The time of the computation is never the same. */
const withoutTimes = (result) => ({ ...result, computeSeconds: 0 });
