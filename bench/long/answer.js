/**
 * `node bench/long/answer.js MODEL FILE...`: classifies the files in one process, and prints the
 * seconds of each and the peak memory of the process as JSON.
 */
import { openAsBlob } from 'node:fs';
import { EmotionClassifier } from '../../dist/index.js';

const [model, ...files] = process.argv.slice(2);
const classifier = await EmotionClassifier.fromHparams(model === '' ? {} : { source: model });
const seconds = [];
for (const file of files) {
  const blob = await openAsBlob(file);
  const start = performance.now();
  await classifier.classifyFile(blob);
  seconds.push((performance.now() - start) / 1000);
}
await classifier.dispose();
// In kilobytes on every platform.
const peakBytes = 1024 * process.resourceUsage().maxRSS;
process.stdout.write(`${JSON.stringify({ seconds, peakBytes })}\n`);
