import { type Label, labelOfChinese, nameLabel } from '../../labels.js';

/** What a word of a list is for a model. */
export type ResolvedLabel =
  | { readonly kind: 'known'; readonly index: number }
  /** An emotion that the model does not have. */
  | { readonly kind: 'outside'; readonly name: string }
  /** The protocol leaves it out. */
  | { readonly kind: 'left-out' }
  | { readonly kind: 'unknown' };

/** The word of a label map that leaves the clips of a label out. */
export const LEFT_OUT = '-';

/** Finds the class of a model for the words of a list. */
export class LabelResolver {
  readonly #labels: readonly Label[];
  readonly #map: ReadonlyMap<string, string>;

  /** @param map words of the list to words that are used instead; upper and lower case are the same */
  constructor(labels: readonly Label[], map: Readonly<Record<string, string>> = {}) {
    this.#labels = labels;
    this.#map = new Map(Object.entries(map).map(([from, to]) => [normal(from), to]));
  }

  resolve(word: string): ResolvedLabel {
    const used = this.#map.get(normal(word)) ?? word;
    if (used === LEFT_OUT) return { kind: 'left-out' };
    const index = this.#find(normal(used));
    if (index >= 0) return { kind: 'known', index };
    const { en, zh } = nameLabel(normal(used));
    // Every known emotion has a Chinese name of its own.
    const name = zh === normal(used) ? labelOfChinese(zh)?.en : en;
    return name === undefined ? { kind: 'unknown' } : { kind: 'outside', name };
  }

  /** The shares of the votes for the classes of the model `[classes]`; `undefined` if none is for them. */
  shares(votes: Readonly<Record<string, number>>): number[] | undefined {
    const counts = this.#labels.map(() => 0);
    for (const [word, count] of Object.entries(votes)) {
      const label = this.resolve(word);
      if (label.kind === 'known') counts[label.index] = (counts[label.index] ?? 0) + count;
    }
    const total = counts.reduce((sum, count) => sum + count, 0);
    return total > 0 ? counts.map((count) => count / total) : undefined;
  }

  #find(word: string): number {
    const exact = this.#labels.findIndex(({ id }) => normal(id) === word);
    if (exact >= 0) return exact;
    const { en } = nameLabel(word);
    return this.#labels.findIndex(
      (label) => normal(label.en) === normal(en) || normal(label.zh) === word,
    );
  }
}

/** The label that most people chose; `undefined` if two labels have as many votes. */
export function mostVoted(votes: Readonly<Record<string, number>>): string | undefined {
  const [first, second] = Object.entries(votes).sort(([, a], [, b]) => b - a);
  return first && first[1] > (second?.[1] ?? 0) ? first[0] : undefined;
}

const normal = (word: string) =>
  word
    .trim()
    .toLowerCase()
    .replace(/^neutral state$/, 'neutral');
