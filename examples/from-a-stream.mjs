/**
 * Classifies a recording that is not a file: bytes from a pipe, a database or a network request, in
 * any format. Blobs are read where they are; this one is held in memory.
 *
 *   node examples/from-a-stream.mjs < examples/audio/neutral-man.flac
 */
import { EmotionClassifier } from 'wav2emo';

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const recording = new Blob(chunks);

const classifier = await EmotionClassifier.fromHparams();
// A signal cancels the work, here after one minute.
const signal = AbortSignal.timeout(60_000);
const result = await classifier.classifyFile(recording, { signal });
console.log(`${result.label} ${result.score.toFixed(3)}`);
await classifier.dispose();
