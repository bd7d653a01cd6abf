import type { RecordingDetails } from '../audio/index.js';
import { addUncertain } from './add-uncertain.js';
import type { ModelInfo } from './model-info.js';
import {
  classification,
  type EmotionResult,
  regression,
  type ResultDetails,
  softmax,
} from './results.js';
import type { WindowRuns } from './run-windows.js';
import type { SpeechPresence } from './speech-presence.js';
import { weightedMean } from './windows.js';

/**
 * Combines the outputs for all windows of a recording into its result: probabilities, logits and
 * embedding are means over the windows, weighted by duration.
 */
export function toResult(
  { runs, details }: WindowRuns<RecordingDetails>,
  model: ModelInfo,
  speech?: SpeechPresence,
): EmotionResult {
  const lengths = runs.map(({ length }) => length);
  const mean = (outputs: readonly Float32Array[]) => weightedMean(outputs, lengths);
  const logits = runs.map((run) => run.logits);
  const resultDetails: ResultDetails = {
    logits: mean(logits),
    embedding: mean(runs.map((run) => run.embedding)),
    durationSeconds: details.durationSeconds,
    findings: speech?.withFinding(details.findings) ?? details.findings,
  };
  if (model.task === 'regression') return regression(model.labels, resultDetails);
  const { calibration, labels } = model;
  const probabilities = mean(logits.map((each) => softmax(each, calibration?.temperature)));
  const findings = addUncertain(resultDetails.findings, probabilities, calibration);
  return classification(probabilities, labels, { ...resultDetails, findings });
}
