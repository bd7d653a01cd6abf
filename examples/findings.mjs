/**
 * Shows what makes a result less trustworthy, and ignores results that mean nothing: silence has no
 * emotion.
 *
 *   node examples/findings.mjs
 */
import { EmotionClassifier, FINDINGS } from 'wav2emo';

const classifier = await EmotionClassifier.fromHparams();
const speech = await classifier.loadAudio('examples/audio/angry-woman.flac');
const recordings = {
  'as it is': speech,
  'too loud': speech.map((sample) => Math.max(-1, Math.min(1, 20 * sample))),
  'too short': speech.slice(0, 6000),
  silence: new Float32Array(32_000),
};

for (const [name, samples] of Object.entries(recordings)) {
  const [result] = await classifier.classifyBatch(samples);
  if (!result) continue;
  const isVoid = result.findings.some(({ code }) => FINDINGS[code].voidsAnswer);
  console.log(`${name}: ${isVoid ? 'no emotion' : result.label}`);
  for (const { code, value } of result.findings)
    console.log(`  ${code} (${FINDINGS[code].measure}: ${value.toFixed(2)})`);
}
await classifier.dispose();
