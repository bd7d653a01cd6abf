import type { WindowRun } from './graph-runner.js';
import { chooseHead } from './heads/choose-head.js';
import { priorOffsets } from './heads/prior.js';
import type { ModelInfo } from './model-info.js';
import { softmax } from './softmax.js';
import type { JudgeOptions } from './to-result.js';

/** Returns the calibrated probabilities `[classes]`, or the values `[dimensions]`, of one window. */
export type JudgeWindow = (run: Pick<WindowRun, 'logits' | 'embedding'>) => Float32Array;

/**
 * Chooses once how windows are judged, so that many windows cost little memory. The values are bit for
 * bit those of `toResult` for a recording of one window.
 *
 * @throws as `toResult`
 */
export function judgeWindow(model: ModelInfo, { baseline, prior }: JudgeOptions = {}): JudgeWindow {
  const { labels, heads, name, task } = model;
  const { logits, calibration } = chooseHead(model, baseline);
  const offsets = prior && priorOffsets(prior, labels, heads?.trainingPrior);
  if (task !== 'regression')
    return (run) => softmax(logits(run), calibration?.temperature, offsets);
  if (offsets) throw new TypeError(`${name} predicts dimensions, which have no prior. Omit it.`);
  return logits;
}
