import {
  type Baseline,
  judgeWindow,
  type LoadedModel,
  MIN_BASELINE_SECONDS,
  type Prior,
  SpeakerVoice,
  type VoicePart,
} from '../../inference/index.js';
import type { Span } from '../conversation.js';
import type { EmotionWindow } from './emotion-window.js';

/**
 * Seconds of speech from which on a speaker is compared with the rest of the recording. Below this a
 * single emotional phrase would be most of the baseline.
 */
const LEAST_BASELINE_SECONDS = Math.max(10, MIN_BASELINE_SECONDS);

/** The model's answer for one step of somebody's speech. */
export type JudgedWindow = Span & {
  /** Calibrated probabilities `[classes]`, or values `[dimensions]`. */
  readonly values: Float32Array;
};

/** How windows are judged. */
export type WindowJudgement = {
  readonly baseline?: Baseline | undefined;
  readonly prior?: Prior | undefined;
};

/**
 * Makes the baseline of a speaker from the windows of a recording. Emotional windows count little in
 * it; see `SpeakerVoice`.
 *
 * @returns `undefined` if the model has no relative head, or the speaker says too little
 */
export function findBaseline(
  model: LoadedModel,
  windows: readonly EmotionWindow[],
): Baseline | undefined {
  if (!model.info.heads?.relative) return undefined;
  const parts = windows.map(({ start, end, embedding }): VoicePart => ({
    seconds: end - start,
    embedding,
  }));
  const seconds = parts.reduce((sum, part) => sum + part.seconds, 0);
  if (seconds < LEAST_BASELINE_SECONDS) return undefined;
  return new SpeakerVoice(model.info, [parts]).baseline();
}

/**
 * Judges windows with the head that fits: the relative one if there is a baseline.
 *
 * @throws BaselineError if the baseline belongs to another model
 */
export function judgeWindows(
  model: LoadedModel,
  windows: readonly EmotionWindow[],
  judgement: WindowJudgement,
): JudgedWindow[] {
  if (windows.length === 0) return [];
  const judge = judgeWindow(model.info, judgement);
  return windows.map((window) => ({
    start: window.start,
    end: window.end,
    values: judge(window),
  }));
}
