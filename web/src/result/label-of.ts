import { isVoidAnswer } from '@engine/findings.js';
import type { Classified, Label, Measured, Recognition } from '../api/types.ts';

/** A class with its probability. */
export type ScoredLabel = { readonly label: Label; readonly value: number };

/** The class that a classifier chose; `undefined` for a regression model. */
export function labelOf(result: Recognition): Label | undefined {
  return 'label' in result ? result.labels.find(({ id }) => id === result.label) : undefined;
}

/** The class to show in a table: none if the result means nothing. */
export function verdictOf(result: Recognition): Label | undefined {
  return isVoidAnswer(result.findings) ? undefined : labelOf(result);
}

/** All classes with their probabilities, the most probable first; dimensions in the model's order. */
export function rankedLabels(result: Recognition): readonly ScoredLabel[] {
  const values = valuesOf(result);
  const scored = result.labels.map((label) => ({ label, value: values[label.id] ?? NaN }));
  return 'dimensions' in result ? scored : scored.toSorted((a, b) => b.value - a.value);
}

/** The numbers of a result by the ids of its classes or dimensions. */
export function valuesOf(answer: Classified | Measured): Readonly<Record<string, number>> {
  return 'dimensions' in answer ? answer.dimensions : answer.probabilities;
}
