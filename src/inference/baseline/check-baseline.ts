import { BaselineError } from '../../errors.js';
import type { ModelInfo } from '../model-info.js';
import type { RelativeHead } from '../heads/heads.js';
import type { Baseline } from './baseline.js';

/**
 * Checks that a model can compare a recording with a baseline.
 *
 * @throws BaselineError `baseline-unsupported` if the model has no relative head,
 *   `baseline-other-model` if other weights computed the baseline
 */
export function checkBaseline(baseline: Baseline, model: ModelInfo): void {
  expectRelativeHead(model);
  if (baseline.model.sha256 === model.fingerprint) return;
  const maker = baseline.model.name;
  const found = maker === model.name ? `another version of ${maker}` : maker;
  throw new BaselineError(
    'baseline-other-model',
    `The baseline was made with ${found}, and the recording is classified with ${model.name}. Embeddings of different models cannot be compared: make the baseline again with ${model.name}.`,
  );
}

/** @throws BaselineError `baseline-unsupported` if the model has no relative head */
export function expectRelativeHead({ name, heads }: ModelInfo): RelativeHead {
  if (heads?.relative) return heads.relative;
  throw new BaselineError(
    'baseline-unsupported',
    `${name} cannot compare a recording with a baseline: it has no relative head. Leave the baseline out, or choose a model that has one; "wav2emo inspect MODEL" lists the heads.`,
  );
}
