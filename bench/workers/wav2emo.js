/** Classifies with this library: node wav2emo.js '{"source": MODEL, "precision": "fp32", "threads": 2}' */
import { EmotionClassifier } from '../../dist/index.js';
import { serveRequests } from './serve-requests.js';

const { source, precision, threads } = JSON.parse(process.argv[2]);
const options = { ...(source && { source }), ...(precision && { precision }) };
const classifier = await EmotionClassifier.fromHparams({ ...options, runOpts: { threads } });
if (precision && classifier.manifest.precision !== precision)
  throw new Error(`${source} is in ${classifier.manifest.precision}, asked for was ${precision}.`);

await serveRequests({
  // The peers do not search for speech.
  answerClips: async (clips) => {
    const answers = await classifier.classifyBatch(clips, undefined, { voiceActivity: false });
    return answers.at(-1).probabilities;
  },
  answerFile: async (path) => (await classifier.classifyFile(path)).probabilities,
});
