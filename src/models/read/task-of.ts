import type { ModelDescription } from './model-plan.js';

/** As in transformers, one output without a `problem_type` is a regression. */
export function taskOf({
  problemType,
  labels,
}: {
  readonly problemType: 'regression' | 'single_label_classification' | undefined;
  readonly labels: readonly string[];
}): ModelDescription['task'] {
  const isRegression = problemType === 'regression' || (!problemType && labels.length === 1);
  return isRegression ? 'regression' : 'classification';
}
