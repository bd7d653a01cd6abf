/** Many clips of mixed lengths in one call, or one after the other where a call takes one. */
import { attempt } from '../attempt.js';

/** Clips that warm a worker up. */
const WARM_UP = 5;

/** @returns by the name of a variant: `failure` in words, or `milliseconds`, `clips` and `seconds` of audio */
export async function measureBatch({ variants, start, sounds, timeoutMs }) {
  const found = {};
  for (const variant of variants) {
    const worker = start(variant);
    const ask = (paths) => worker.ask({ work: 'clips', paths }, timeoutMs);
    found[variant.name] = await attempt(async () => {
      await worker.message(timeoutMs);
      await ask(sounds.mixed.slice(0, WARM_UP));
      const { milliseconds } = await ask(sounds.mixed);
      return { milliseconds, seconds: sounds.mixedSeconds, clips: sounds.mixed.length };
    });
    await worker.stop();
  }
  return found;
}
