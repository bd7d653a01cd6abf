import type { ProblemType } from '../../checkpoint/index.js';
import type { ModelDescription } from './model-plan.js';

/**
 * As in transformers, one output without a `problem_type` is a regression. The outputs of
 * `multi_label_classification` are values, too: each is a probability by itself, and they do not sum to 1.
 */
export function taskOf({
  problemType,
  labels,
}: {
  readonly problemType: ProblemType | undefined;
  readonly labels: readonly string[];
}): ModelDescription['task'] {
  if (!problemType) return labels.length === 1 ? 'regression' : 'classification';
  return problemType === 'single_label_classification' ? 'classification' : 'regression';
}
