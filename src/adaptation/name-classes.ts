import { matchLabels } from './base-head.js';

/** The classes of clips, by the ids of a base model where it knows the emotion. */
export type NamedClasses = {
  /** Ids of the classes, in the order of the new outputs. */
  readonly labels: readonly string[];
  /** The id of a label, which may be any word for the emotion, or any other name of a class. */
  readonly idOf: (label: string) => string;
};

/**
 * Names the classes of clips: words for an emotion that the base model knows get its id there.
 *
 * @param labels of the clips, in any order and as often as they occur
 * @param known ids of the base model's labels
 * @param chosen the classes, in the order of the new outputs. Default: those of the clips, sorted
 */
export function nameClasses(
  labels: readonly string[],
  known: readonly string[],
  chosen?: readonly string[],
): NamedClasses {
  const idOf = (label: string) => known[matchLabels([label], known)[0] ?? -1] ?? label;
  return { idOf, labels: chosen?.map(idOf) ?? [...new Set(labels.map(idOf))].sort() };
}
