import {
  Baseline,
  type BaselineJson,
  checkBaseline,
  type EmotionResult,
  type LoadedModel,
  SpeakerVoice,
} from '../../inference/index.js';
import type { MakeBaseline } from './live-voice.js';

/** What a live session needs from a model. */
export type LivePort = {
  /** The least number of samples that `classify` accepts. */
  readonly minimumSamples: number;
  /**
   * Returns the probability of speech of each frame of 512 samples that is complete now. It is
   * called with all samples of the session, in order: 16 kHz mono, `[time]`.
   */
  readonly detect: (samples: Float32Array) => Promise<readonly number[]>;
  /** Classifies speech, 16 kHz mono, `[time]`. */
  readonly classify: (samples: Float32Array, baseline?: Baseline) => Promise<EmotionResult>;
  /** Absent if the model cannot compare a voice with a baseline. */
  readonly makeBaseline?: MakeBaseline;
  /** @throws BaselineError if the baseline is not one of this model */
  readonly readBaseline: (json: BaselineJson) => Baseline;
};

/** What a live session needs, from a model in memory. */
export async function livePort(model: LoadedModel): Promise<LivePort> {
  const { info } = model;
  const detector = await model.speechDetector();
  return {
    minimumSamples: info.input.minimumSamples,
    detect: (samples) => detector.push(samples),
    classify: (samples, baseline) =>
      // The session passes nothing but speech.
      model.classifySamples(samples, { voiceActivity: false, baseline }),
    readBaseline: (json) => {
      const baseline = Baseline.fromJSON(json);
      checkBaseline(baseline, info);
      return baseline;
    },
    ...(info.heads?.relative && {
      makeBaseline: (parts) =>
        new SpeakerVoice(
          info,
          parts.map((part) => [part]),
        ).baseline(),
    }),
  };
}
