import { type Finding, isVoidAnswer } from '../findings.js';
import type { Calibration } from './model-info.js';

/**
 * Adds the finding `uncertain` if the highest probability is below the model's threshold. Models
 * without a threshold never get this finding; neither do results that already mean nothing.
 *
 * @param findings of the recording
 * @param probabilities calibrated, `[classes]`
 */
export function addUncertain(
  findings: readonly Finding[],
  probabilities: Float32Array,
  calibration: Calibration | undefined,
): readonly Finding[] {
  const highest = probabilities.reduce((a, b) => Math.max(a, b), -Infinity);
  if (highest >= (calibration?.uncertainBelow ?? 0)) return findings;
  if (isVoidAnswer(findings)) return findings;
  return [...findings, { code: 'uncertain', value: highest }];
}
