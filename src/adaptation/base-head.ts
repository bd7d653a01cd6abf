import type { Heads } from '../inference/index.js';
import { nameLabel } from '../labels.js';
import type { LinearHead } from './linear-head.js';

/** For each label, the place of the same emotion among other labels; -1 if it is not there. */
export function matchLabels(labels: readonly string[], others: readonly string[]): number[] {
  const names = others.map(namesOf);
  return labels.map((id) => {
    const exact = others.indexOf(id);
    if (exact >= 0) return exact;
    const wanted = namesOf(id);
    return names.findIndex((known) => known.some((name) => wanted.includes(name)));
  });
}

/** A class that has no names is called by its id in both languages. */
function namesOf(id: string): readonly string[] {
  const { en, zh } = nameLabel(id);
  return [en.toLowerCase(), zh];
}

/**
 * The absolute head of a model for other labels. A label that the model does not know gets the mean of
 * the model's logits, which is neither likely nor unlikely.
 *
 * @returns `undefined` if the model has no such head, or knows fewer than two of the labels
 */
export function baseHead(
  { absolute, labels: known }: Pick<Heads, 'absolute' | 'labels'>,
  labels: readonly string[],
): LinearHead | undefined {
  const places = matchLabels(labels, known);
  if (!absolute || places.filter((at) => at >= 0).length < 2) return undefined;
  const { weight, bias, calibration } = absolute;
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / known.length;
  const size = weight[0]?.length ?? 0;
  const columns = Array.from({ length: size }, (_, at) => mean(weight.map((row) => row[at] ?? 0)));
  const { temperature } = calibration;
  return {
    weight: places.map((at) =>
      Float64Array.from(
        columns,
        (value, column) => ((weight[at]?.[column] ?? value) - value) / temperature,
      ),
    ),
    bias: places.map((at) => ((bias[at] ?? mean(bias)) - mean(bias)) / temperature),
  };
}
