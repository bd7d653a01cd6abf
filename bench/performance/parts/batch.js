/**
 * Times many clips of mixed lengths: in one call, or one after the other if a call takes a single clip; and with the
 * command line, from the start of its process.
 */
import { attempt } from '../attempt.js';
import { BATCH_LINES } from '../variants.js';
import { WorkerFailure } from '../worker-process.js';

/** Number of warm-up clips. */
const WARM_UP = 5;

/** @returns by the name of a variant: `failure` in words, or `milliseconds`, `clips` and `seconds` of audio */
export async function measureBatch(bench) {
  const { variants, sounds, isPartial } = bench;
  const { mixed: paths, mixedSeconds: seconds } = sounds;
  const takers = [
    ...variants.map((variant) => [variant.name, () => askWorker(bench, variant)]),
    ...(isPartial ? [] : BATCH_LINES).map((line) => [line.name, () => runLine(bench, line)]),
  ];
  const found = {};
  for (const [name, take] of takers)
    found[name] = await attempt(async () => ({
      ...{ milliseconds: await take(), seconds, clips: paths.length },
    }));
  return found;
}

async function askWorker({ start, sounds, timeoutMs }, variant) {
  const worker = start(variant);
  const ask = (paths) => worker.ask({ work: 'clips', paths }, timeoutMs);
  try {
    await worker.message(timeoutMs);
    await ask(sounds.mixed.slice(0, WARM_UP));
    return (await ask(sounds.mixed)).milliseconds;
  } finally {
    await worker.stop();
  }
}

/** The command line prints one line of JSON per recording. */
async function runLine({ startCommandLine, sounds, timeoutMs }, line) {
  const worker = startCommandLine(line, sounds.mixed);
  try {
    for (const path of sounds.mixed) {
      const { file, error } = await worker.message(timeoutMs);
      if (file !== path || error) throw new WorkerFailure(`failed: ${error?.message ?? file}`);
    }
    return performance.now() - worker.startedAt;
  } finally {
    await worker.stop();
  }
}
