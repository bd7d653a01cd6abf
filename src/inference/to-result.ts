import type { RecordingDetails } from '../audio/index.js';
import type { Finding } from '../findings.js';
import { addUncertain } from './add-uncertain.js';
import type { Baseline } from './baseline/baseline.js';
import type { WindowRun } from './graph-runner.js';
import { chooseHead } from './heads/choose-head.js';
import { type Prior, priorOffsets } from './heads/prior.js';
import type { ModelInfo } from './model-info.js';
import {
  type BesideClasses,
  classification,
  type EmotionResult,
  regression,
  type ResultDetails,
} from './results.js';
import { softmax } from './softmax.js';
import { weightedMean } from './windows.js';

/** How the outputs of a graph are judged. */
export type JudgeOptions = {
  /**
   * How the speaker sounds when nothing is the matter; the result then says what differs from it.
   * Default: none, the recording is judged alone.
   */
  readonly baseline?: Baseline | undefined;
  /** How often each emotion occurs in the material. Default: as often as in the training. */
  readonly prior?: Prior | undefined;
};

/**
 * Combines the outputs for all windows of a recording into its result: probabilities, logits and
 * embedding are means over the windows, weighted by duration.
 *
 * @throws BaselineError if the baseline does not belong to the model; RangeError if the prior does not
 */
export function toResult(
  runs: readonly WindowRun[],
  details: Pick<RecordingDetails, 'durationSeconds'> & { readonly findings: readonly Finding[] },
  model: ModelInfo,
  { baseline, prior }: JudgeOptions = {},
): EmotionResult {
  const lengths = runs.map(({ length }) => length);
  const mean = (outputs: readonly Float32Array[]) => weightedMean(outputs, lengths);
  const head = chooseHead(model, baseline);
  const logits = runs.map(head.logits);
  const resultDetails: ResultDetails = {
    logits: mean(logits),
    embedding: mean(runs.map((run) => run.embedding)),
    durationSeconds: details.durationSeconds,
    findings: details.findings,
    ...(head.comparedWith && { comparedWith: head.comparedWith }),
  };
  const { labels, heads, name } = model;
  const offsets = prior && priorOffsets(prior, labels, heads?.trainingPrior);
  if (model.task === 'regression') {
    if (offsets) throw new TypeError(`${name} predicts dimensions, which have no prior. Omit it.`);
    return regression(labels, resultDetails);
  }
  const { calibration } = head;
  const probabilities = mean(
    logits.map((each) => softmax(each, calibration?.temperature, offsets)),
  );
  const findings = addUncertain(resultDetails.findings, probabilities, calibration);
  const beside = besideOf(runs, model, mean);
  return classification(probabilities, labels, { ...resultDetails, findings }, beside);
}

function besideOf(
  runs: readonly WindowRun[],
  { dimensions }: ModelInfo,
  mean: (outputs: readonly Float32Array[]) => Float32Array,
): BesideClasses | undefined {
  if (!dimensions) return undefined;
  const values = runs.flatMap((run) => run.dimensions ?? []);
  return values.length === runs.length ? { labels: dimensions, values: mean(values) } : undefined;
}
