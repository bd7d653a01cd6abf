/** Classifies long recordings from files, each in a separate process, within limits of time and memory. */
import { attempt } from '../attempt.js';
import { LONG_SECONDS } from '../sounds.js';

/**
 * @param bench besides what every part takes `longSeconds`, the limit for ten minutes of audio; other
 *   lengths have it in proportion
 * @returns by the name of a variant, then of a recording: `failure` in words, or `milliseconds` and `bytes`
 */
export async function measureLong(bench) {
  const found = {};
  for (const [name, path] of Object.entries(bench.sounds.long))
    for (const variant of bench.variants) {
      const results = (found[variant.name] ??= {});
      const survived = !Object.values(results).some(({ failure }) => failure);
      if (variant.long.includes(name) && survived)
        results[name] = await answer(bench, variant, path, limitOf(bench, name));
    }
  return found;
}

function limitOf({ longSeconds, timeoutMs }, name) {
  const share = LONG_SECONDS[name] / LONG_SECONDS.tenMinutes;
  return Math.max(timeoutMs, 1000 * longSeconds * share);
}

async function answer({ start, timeoutMs }, variant, path, limitMs) {
  const worker = start(variant);
  const result = await attempt(async () => {
    await worker.message(timeoutMs);
    const { milliseconds } = await worker.ask({ work: 'file', paths: [path] }, limitMs);
    return { milliseconds, bytes: worker.peakBytes };
  });
  await worker.stop();
  return result;
}
