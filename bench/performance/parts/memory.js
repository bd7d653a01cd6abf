/** The most memory that one answer takes, by the length of the clip; each in a process of its own. */
import { attempt } from '../attempt.js';
import { CLIP_SECONDS } from '../sounds.js';

/** @returns by the name of a variant: by seconds of the clip bytes, or a failure in words */
export async function measureMemory(bench) {
  const found = {};
  for (const variant of bench.variants) {
    found[variant.name] = {};
    for (const seconds of CLIP_SECONDS)
      found[variant.name][seconds] = await peakOf(bench, variant, bench.sounds.clips[seconds]);
  }
  return found;
}

async function peakOf({ start, timeoutMs }, variant, path) {
  const worker = start(variant);
  const peak = await attempt(async () => {
    await worker.message(timeoutMs);
    await worker.ask({ work: 'clips', paths: [path] }, timeoutMs);
    return { bytes: worker.peakBytes };
  });
  await worker.stop();
  return peak;
}
