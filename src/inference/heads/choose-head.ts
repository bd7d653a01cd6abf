import { type Baseline, MIN_BASELINE_SECONDS } from '../baseline/baseline.js';
import { checkBaseline } from '../baseline/check-baseline.js';
import type { WindowRun } from '../graph-runner.js';
import type { Calibration, ModelInfo } from '../model-info.js';
import type { ComparedWith } from './compared-with.js';
import { headLogits } from './head-logits.js';
import type { Heads, RelativeHead } from './heads.js';
import { relativeInput } from './relative-input.js';

/** The head that answers, with what belongs to its logits. */
export type ChosenHead = {
  /** The logits of a window, `[classes]`. */
  readonly logits: (run: Pick<WindowRun, 'logits' | 'embedding'>) => Float32Array;
  readonly calibration: Calibration | undefined;
  /** Absent if the model has no relative head, so that there was nothing to choose. */
  readonly comparedWith?: ComparedWith;
};

/**
 * Chooses the head that answers: the relative one if there is a baseline with at least
 * {@link MIN_BASELINE_SECONDS} of speech, otherwise the absolute one, which is the last layer of the
 * graph if the model has no other.
 *
 * @throws BaselineError if the baseline is another model's, or the model has no relative head
 */
export function chooseHead(model: ModelInfo, baseline?: Baseline): ChosenHead {
  const { heads } = model;
  if (baseline) checkBaseline(baseline, model);
  if (heads?.relative && baseline && baseline.seconds >= MIN_BASELINE_SECONDS)
    return relative(heads.relative, baseline);
  return absolute(model, heads);
}

function relative(head: RelativeHead, baseline: Baseline): ChosenHead {
  const { seconds, reliability, name } = baseline;
  const { brief } = head;
  const layer = brief && seconds < brief.belowSeconds ? brief : head;
  const input = new Float64Array(head.population.length);
  return {
    logits: ({ embedding }) => headLogits(layer, relativeInput(head, embedding, baseline, input)),
    calibration: layer.calibration,
    comparedWith: {
      ...{ head: 'relative', seconds, reliability },
      ...(name !== undefined && { speaker: name }),
    },
  };
}

function absolute({ calibration }: ModelInfo, heads: Heads | undefined): ChosenHead {
  const choice = heads?.relative && { comparedWith: { head: 'absolute' } as const };
  const head = heads?.absolute;
  return head
    ? {
        logits: ({ embedding }) => headLogits(head, embedding),
        calibration: head.calibration,
        ...choice,
      }
    : { logits: ({ logits }) => logits, calibration, ...choice };
}
