/** Peak memory of a classification, by the length of the clip. */
import { attempt } from '../attempt.js';
import { CLIP_SECONDS } from '../sounds.js';

/** @returns by the name of a variant: by seconds of the clip `bytes`, or `failure` in words */
export async function measureMemory(bench) {
  const found = {};
  const longest = CLIP_SECONDS.at(-1);
  for (const variant of bench.variants)
    found[variant.name] = {
      // A peak only grows, so shorter clips come first, and the longest has a separate process.
      ...(await peaksOf(bench, variant, CLIP_SECONDS.slice(0, -1))),
      ...(await peaksOf(bench, variant, [longest])),
    };
  return found;
}

async function peaksOf({ start, sounds, timeoutMs }, variant, lengths) {
  const worker = start(variant);
  const loaded = await attempt(() => worker.message(timeoutMs));
  const found = {};
  for (const seconds of lengths)
    found[seconds] = loaded.failure
      ? loaded
      : await attempt(async () => {
          await worker.ask({ work: 'clips', paths: [sounds.clips[seconds]] }, timeoutMs);
          return { bytes: worker.peakBytes };
        });
  await worker.stop();
  return found;
}
