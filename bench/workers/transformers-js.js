/**
 * Classifies with transformers.js:
 * node transformers-js.js '{"packages": FOLDER, "models": FOLDER, "dtype": "fp32", "threads": 2}'
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readSamples, serveRequests } from './serve-requests.js';

const { packages, models, dtype, threads } = JSON.parse(process.argv[2]);
// It is installed for the benchmark only, next to its models.
const entry = createRequire(join(packages, 'package.json')).resolve('@huggingface/transformers');
const { env, pipeline } = await import(pathToFileURL(entry).href);
env.allowRemoteModels = false;
env.localModelPath = models;
const classify = await pipeline('audio-classification', 'seeded', {
  dtype,
  session_options: { intraOpNumThreads: threads },
});
const labels = Object.values(classify.model.config.id2label);

await serveRequests({
  answerClips: async (clips) => inOrder((await classify(clips, { top_k: null })).at(-1)),
  answerFile: async (path) => inOrder(await classify(readSamples(path), { top_k: null })),
});

/** The pipeline sorts by score. */
function inOrder(scores) {
  return labels.map((label) => scores.find((score) => score.label === label).score);
}
