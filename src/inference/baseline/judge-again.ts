import type { ResultWithWindows } from '../loaded-model.js';
import type { ModelInfo } from '../model-info.js';
import type { EmotionResult } from '../results.js';
import { type JudgeOptions, toResult } from '../to-result.js';
import type { VoicePart } from './voice-part.js';

/**
 * Judges a recording again with another baseline or prior, without running the graph again. The result
 * is bit for bit that of classifying the recording with these options.
 *
 * @throws BaselineError if the baseline does not belong to the model; RangeError if the prior does not
 */
export function judgeAgain(
  { result, windows }: ResultWithWindows,
  model: ModelInfo,
  options: JudgeOptions,
): EmotionResult {
  const { durationSeconds } = result;
  // Whether a result is uncertain depends on the head, and is found again.
  const findings = result.findings.filter(({ code }) => code !== 'uncertain');
  return toResult(windows, { durationSeconds, findings }, model, options);
}

/** The windows of a recording as parts of its speaker's voice. */
export function toVoiceParts({ windows }: Pick<ResultWithWindows, 'windows'>): VoicePart[] {
  return windows.map(({ speechSeconds: seconds, embedding }) => ({ seconds, embedding }));
}
