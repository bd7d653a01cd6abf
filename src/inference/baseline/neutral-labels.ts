import type { Label } from '../../labels.js';

/** Ids of labels that mean ordinary speech. */
const NEUTRAL = new Set(['neu', 'neutral', 'cal', 'calm']);

/** The indices of the labels that mean ordinary speech; none if the model does not know it. */
export function neutralLabels(labels: readonly Label[]): readonly number[] {
  return [...labels.entries()]
    .filter(([, { id }]) => NEUTRAL.has(id.toLowerCase()))
    .map(([at]) => at);
}
