/**
 * Classifies one recording and prints every probability.
 *
 *   node examples/classify-file.mjs [FILE]
 */
import { EmotionClassifier, nameLabel } from 'wav2emo';

const file = process.argv[2] ?? 'examples/audio/angry-woman.flac';

// Without options, the embedded model is loaded. `await using` (TypeScript, or Node 24) calls
// `dispose` by itself.
const classifier = await EmotionClassifier.fromHparams();
try {
  const result = await classifier.classifyFile(file);
  console.log(`${file}: ${nameLabel(result.label).en} (${result.score.toFixed(2)})`);
  for (const [index, { en }] of result.labels.entries())
    console.log(`  ${en.padEnd(8)} ${result.probabilities[index]?.toFixed(3)}`);
} finally {
  await classifier.dispose();
}
