import type { LoadedModel } from '../../inference/index.js';
import type { LivePort } from './run-live.js';

/** What a live session needs, from a model in memory. */
export async function livePort(model: LoadedModel): Promise<LivePort> {
  const detector = await model.speechDetector();
  return {
    minimumSamples: model.info.input.minimumSamples,
    detect: (samples) => detector.push(samples),
    // The session passes nothing but speech.
    classify: (samples) => model.classifySamples(samples, { voiceActivity: false }),
  };
}
