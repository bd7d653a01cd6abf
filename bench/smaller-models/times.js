/** Times bundles alternately, so that all run under the same conditions. */
import { loadavg } from 'node:os';
import { summarise } from '../performance/statistics.js';

/** Length of the recording, in seconds. */
export const TIMED_SECONDS = 10;
const RATE = 16_000;

/**
 * The processor time of a recording on one thread, which depends less on what else the machine computes than the time on
 * a clock does.
 *
 * @param rows `bundle.folder` of each model
 * @returns `milliseconds` (median and quartiles) in the order of the rows, and the `load` before
 */
export async function measureTimes(rows, rounds) {
  const { EmotionClassifier } = await import('../../dist/index.js');
  const load = loadavg()[0];
  // The time does not depend on the content.
  const samples = Float32Array.from({ length: TIMED_SECONDS * RATE }, (_, at) => Math.sin(at / 20));
  const open = ({ bundle }) =>
    EmotionClassifier.fromHparams({ source: bundle.folder, runOpts: { threads: 1 } });
  const models = await Promise.all(rows.map(open));
  const found = models.map(() => []);
  // The first round warms up and is not counted.
  for (let round = 0; round <= rounds; round++)
    for (const [at, model] of models.entries()) {
      const start = process.cpuUsage();
      await model.classifyBatch([samples], undefined, { voiceActivity: false });
      const { user, system } = process.cpuUsage(start);
      if (round > 0) found[at].push((user + system) / 1000);
    }
  await Promise.all(models.map((model) => model.dispose()));
  return { milliseconds: found.map(summarise), load };
}
