import type { BundleManifest } from '../api/types.ts';

type Figures = BundleManifest['figures'];

/** How a model does on corpora that it was not trained on, in one condition. */
export type UnseenFigure = {
  /** What the recordings are compared with: nothing, one clip or many clips of the speaker. */
  readonly compared: 'nothing' | 'one' | 'many';
  /** The mean UAR of the corpora, the lowest and the highest, 0 to 1. */
  readonly mean: number;
  readonly lowest: number;
  readonly highest: number;
  readonly corpora: number;
};

/** The names that `recipes/` give to figures of corpora left out of training. */
const UNSEEN =
  /^UAR \w+(?:, (alone|one baseline clip|up to twenty baseline clips))?, corpus left out of training$/;

const CONDITIONS = {
  alone: 'nothing',
  'one baseline clip': 'one',
  'up to twenty baseline clips': 'many',
} as const;

/** Sums up the figures of corpora left out of training; empty if a model has none. */
export function unseenFigures(figures: Figures): readonly UnseenFigure[] {
  const values = new Map<UnseenFigure['compared'], number[]>();
  for (const { name, value } of figures) {
    const found = UNSEEN.exec(name);
    if (!found) continue;
    const condition = (found[1] ?? 'alone') as keyof typeof CONDITIONS;
    const compared = CONDITIONS[condition];
    values.set(compared, [...(values.get(compared) ?? []), value]);
  }
  return [...values].map(([compared, all]) => ({
    compared,
    mean: all.reduce((sum, value) => sum + value, 0) / all.length,
    lowest: Math.min(...all),
    highest: Math.max(...all),
    corpora: all.length,
  }));
}
