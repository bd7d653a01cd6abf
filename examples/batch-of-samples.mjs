/**
 * Classifies samples instead of files: 16 kHz mono, full scale -1 to 1. Here they come from two
 * files and from a generator; they may come from a microphone or from another library.
 *
 *   node examples/batch-of-samples.mjs
 */
import { EmotionClassifier } from 'wav2emo';

const classifier = await EmotionClassifier.fromHparams();
const tone = Float32Array.from({ length: 16_000 }, (_, at) => 0.3 * Math.sin(at / 6));
const wavs = [
  await classifier.loadAudio('examples/audio/happy-woman.flac'),
  await classifier.loadAudio('examples/audio/sad-woman.flac'),
  tone,
];

// No utterance is padded: each result is the same as if the utterance were alone.
for (const { label, durationSeconds, findings } of await classifier.classifyBatch(wavs)) {
  const codes = findings.map(({ code }) => code).join(', ');
  console.log(`${durationSeconds.toFixed(1)} s  ${label}  ${codes}`);
}

// Embeddings, e.g. for clustering or for training a classifier of one's own.
const [embedding] = await classifier.encodeBatch(wavs);
console.log(`embedding of ${embedding?.length} numbers`);
await classifier.dispose();
