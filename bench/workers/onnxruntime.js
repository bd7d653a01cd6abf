/** Computes the plain export with ONNX Runtime: node onnxruntime.js '{"path": FILE, "threads": 2}' */
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { normalise, softmax } from './arithmetic.js';
import { readSamples, serveRequests } from './serve-requests.js';

const { path, threads } = JSON.parse(process.argv[2]);
const session = await InferenceSession.create(path, { intraOpNumThreads: threads });

await serveRequests({
  answerClips: async (clips) => {
    let probabilities = [];
    for (const samples of clips) probabilities = await answer(samples);
    return probabilities;
  },
  answerFile: (file) => answer(readSamples(file)),
});

async function answer(samples) {
  const input = new Tensor('float32', normalise(samples), [1, samples.length]);
  const { logits } = await session.run({ input_values: input });
  return softmax(logits.data);
}
