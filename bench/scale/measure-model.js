/**
 * Measures one model in a process of its own, with one thread, and prints JSON; sizing.js starts it.
 *
 *   node bench/scale/measure-model.js MODEL CLIPS LONG
 *
 * CLIPS is a folder of recordings, LONG one recording. The time is that of the processor, so that other
 * programs on the machine change it little.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { EmotionClassifier } from '../../dist/index.js';

const [model, folder, long] = process.argv.slice(2);
/** Clips are classified so often, after one round that is not counted. */
const ROUNDS = 5;

const classifier = await EmotionClassifier.fromHparams({ source: model, runOpts: { threads: 1 } });
const clips = readdirSync(folder)
  .filter((name) => name.endsWith('.flac'))
  .map((name) => join(folder, name));
await measure(clips);
const short = await measure(Array.from({ length: ROUNDS }, () => clips).flat());
const whole = await measure([long]);
process.stdout.write(
  JSON.stringify({ short, whole, peakBytes: process.resourceUsage().maxRSS * 1024 }),
);
// The runtime's threads would keep the process alive for a moment.
process.exit(0);

async function measure(files) {
  const before = process.cpuUsage();
  let audioSeconds = 0;
  for (const file of files) audioSeconds += (await classifier.classifyFile(file)).durationSeconds;
  const { user, system } = process.cpuUsage(before);
  return { audioSeconds, cpuSeconds: (user + system) / 1e6 };
}
