/**
 * Compares a recording with the voice that speaks in it: a baseline of ordinary speech is made, saved
 * and read again. Voices sound sad, angry or happy by nature; the comparison takes that out.
 *
 *   node examples/baseline.mjs [MODEL]
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Baseline, EmotionClassifier } from 'wav2emo';

const model = process.argv[2];
const ordinary = ['examples/audio/neutral-woman.flac'];
const recording = 'examples/audio/sad-woman.flac';

const folder = await mkdtemp(join(tmpdir(), 'baseline-'));
const file = join(folder, 'anna.json');
const classifier = await EmotionClassifier.fromHparams(model ? { source: model } : {});
try {
  const made = await classifier.baseline(ordinary, { name: 'Anna' });
  await writeFile(file, JSON.stringify(made));

  const baseline = Baseline.fromJSON(JSON.parse(await readFile(file, 'utf8')));
  console.log(`${baseline.name}: ${baseline.seconds.toFixed(1)} s of speech`);
  for (const options of [{}, { baseline }]) {
    const { label, score, comparedWith } = await classifier.classifyFile(recording, options);
    console.log(`${comparedWith?.head}: ${label} (${score.toFixed(2)})`);
  }
} finally {
  await classifier.dispose();
  await rm(folder, { recursive: true });
}
