/** Classifies the recordings whose paths the parent sends, with the model that the command line names. */
import { readFileSync } from 'node:fs';
import { EmotionClassifier } from '../../dist/index.js';

const classifier = await EmotionClassifier.fromHparams({ source: process.argv[2] });
process.on('message', async (/** @type {string} */ path) => {
  const file = new Blob([readFileSync(path)]);
  const begun = performance.now();
  const { probabilities } = await classifier.classifyFile(file, { voiceActivity: false });
  process.send({ milliseconds: performance.now() - begun, probabilities: [...probabilities] });
});
process.send({ isReady: true });
