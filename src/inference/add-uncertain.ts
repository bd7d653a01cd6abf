import { type Finding, isVoidAnswer } from '../findings.js';
import type { Calibration } from '../bundles/index.js';

/**
 * Adds the finding `uncertain` where the highest probability lies below the model's threshold. A
 * model without one knows no such finding, and an answer that means nothing needs no doubt.
 *
 * @param findings of the recording
 * @param probabilities calibrated, `[classes]`
 */
export function addUncertain(
  findings: readonly Finding[],
  probabilities: Float32Array,
  calibration: Calibration | undefined,
): readonly Finding[] {
  const highest = Math.max(...probabilities);
  if (highest >= (calibration?.uncertainBelow ?? 0)) return findings;
  if (isVoidAnswer(findings)) return findings;
  return [...findings, { code: 'uncertain', value: highest }];
}
