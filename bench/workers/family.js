/** Computes with any model: node family.js '{"source": CHECKPOINT, "precision": "int8", "threads": 2}' */
import { openEmotionModel } from '../../dist/index.js';
import { serveRequests } from './serve-requests.js';

const { source, precision, threads } = JSON.parse(process.argv[2]);
const model = await openEmotionModel({ source, precision, runOpts: { threads } });

await serveRequests({
  answerClips: async ([samples]) => {
    if (!('classifyBatch' in model)) return (await model.predictBatch(samples))[0].logits;
    // The references do not search for speech.
    const [result] = await model.classifyBatch(samples, undefined, { voiceActivity: false });
    return result.probabilities;
  },
  answerFile: () => Promise.reject(new Error('Only clips are measured.')),
});
