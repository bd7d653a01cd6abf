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
  return 'probabilities' in result ? scored.toSorted((a, b) => b.value - a.value) : scored;
}

/** The dimensions that a classifier measures beside its classes, in the model's order. */
export function dimensionsBeside(result: Recognition): readonly ScoredLabel[] {
  if (!('probabilities' in result)) return [];
  const { dimensions = {}, dimensionLabels = [] } = result;
  return dimensionLabels.map((label) => ({ label, value: dimensions[label.id] ?? NaN }));
}

/** All numbers of a result by their ids: those of the classes, and of the dimensions. */
export function allValuesOf(answer: Classified | Measured): Readonly<Record<string, number>> {
  return { ...valuesOf(answer), ...answer.dimensions };
}

/** The numbers of a result by the ids of its classes; of a regression model, by those of its dimensions. */
export function valuesOf(answer: Classified | Measured): Readonly<Record<string, number>> {
  return 'probabilities' in answer ? answer.probabilities : answer.dimensions;
}
