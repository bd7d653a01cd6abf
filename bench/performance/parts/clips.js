/** Times clips one at a time; the workers stay alive and alternate, so that all run under the same conditions. */
import { setTimeout as sleep } from 'node:timers/promises';
import { attempt } from '../attempt.js';
import { CLIP_SECONDS } from '../sounds.js';
import { summarise } from '../statistics.js';

/** Time for the threads of the previous worker to become idle. */
const PAUSE_MS = 250;

/** The clip whose probabilities are compared. */
export const COMPARED_SECONDS = 10;

/**
 * @param bench `variants`, `rounds`, `sounds`, `start` and `timeoutMs` of `performance.js`
 * @returns for each name of a variant `failure` in words, or `times` (median and quartiles in
 *   milliseconds for each duration in seconds) and `probabilities`
 */
export async function measureClips(bench) {
  const runs = [];
  for (const variant of bench.variants) runs.push(await open(bench, variant));
  // The first round warms up and is not counted.
  for (let round = 0; round <= bench.rounds; round++)
    for (const seconds of CLIP_SECONDS)
      for (const run of runs) if (!run.failure) await classifyClip(bench, run, seconds, round > 0);
  for (const { worker } of runs) await worker.stop();
  return Object.fromEntries(runs.map((run) => [run.name, summariseRun(run)]));
}

async function open({ start, timeoutMs }, variant) {
  const worker = start(variant);
  const { failure } = await attempt(() => worker.message(timeoutMs));
  return { name: variant.name, worker, failure, times: {}, probabilities: undefined };
}

async function classifyClip({ sounds, timeoutMs }, run, seconds, counts) {
  const request = { work: 'clips', paths: [sounds.clips[seconds]] };
  const found = await attempt(() => run.worker.ask(request, timeoutMs));
  await sleep(PAUSE_MS);
  run.failure = found.failure;
  if (seconds === COMPARED_SECONDS) run.probabilities = found.probabilities;
  if (counts) (run.times[seconds] ??= []).push(found.milliseconds);
}

function summariseRun({ failure, times, probabilities }) {
  if (failure) return { failure };
  const summaries = Object.entries(times).map(([seconds, list]) => [seconds, summarise(list)]);
  return { times: Object.fromEntries(summaries), probabilities };
}
