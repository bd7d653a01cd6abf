/** Times the start of a process until its first result, with the model's files in the system's cache. */
import { attempt } from '../attempt.js';
import { CLIP_SECONDS } from '../sounds.js';
import { summarise } from '../statistics.js';
import { COMMAND_LINES } from '../variants.js';

const [, SECONDS] = CLIP_SECONDS;

/** Duration of the recording in seconds. */
export const COLD_SECONDS = SECONDS;

/** Fewer rounds for the peers: their start takes seconds and varies little. */
const MOST_ROUNDS = 5;

/** @returns by name: `failure` in words, or median and quartiles in milliseconds */
export async function measureCold(bench) {
  const path = bench.sounds.clips[COLD_SECONDS];
  const starters = [
    ...bench.variants.map((variant) => [variant.name, () => askWorker(bench, variant, path)]),
    ...(bench.isPartial ? [] : COMMAND_LINES).map((line) => [
      ...[line.name, () => askCommandLine(bench, line, path)],
    ]),
  ];
  const times = Object.fromEntries(starters.map(([name]) => [name, []]));
  const failures = {};
  const rounds = Math.min(bench.rounds, MOST_ROUNDS);
  // The first round warms up the system's cache and ours.
  for (let round = 0; round <= rounds; round++)
    for (const [name, start] of starters) {
      if (failures[name]) continue;
      const found = await attempt(start);
      if (found.failure) failures[name] = found;
      else if (round > 0) times[name].push(found.milliseconds);
    }
  return Object.fromEntries(
    starters.map(([name]) => [name, failures[name] ?? summarise(times[name])]),
  );
}

async function askWorker({ start, timeoutMs }, variant, path) {
  const worker = start(variant);
  try {
    worker.send({ work: 'file', paths: [path] });
    await worker.message(timeoutMs);
    await worker.message(timeoutMs);
    return { milliseconds: performance.now() - worker.startedAt };
  } finally {
    await worker.stop();
  }
}

/** The command line prints one line of JSON. */
async function askCommandLine({ startCommandLine, timeoutMs }, line, path) {
  const worker = startCommandLine(line, [path]);
  try {
    await worker.message(timeoutMs);
    return { milliseconds: performance.now() - worker.startedAt };
  } finally {
    await worker.stop();
  }
}
