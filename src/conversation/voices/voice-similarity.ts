import { addTo, dot, sumOf } from './vectors.js';
import type { VoiceWindow } from './voice-window.js';

/** Windows within this many seconds of one piece of speech share words and mood, not only the voice. */
const TOGETHER_SECONDS = 5;

/**
 * How similar two groups of windows are, as a cosine without the noise of single windows: the mean
 * cosine of a window of `a` and one of `b`, divided by the mean cosines within `a` and within `b`. Only
 * windows of different stretches of speech are compared.
 *
 * @returns about 1 for one voice in one mood
 */
export function voiceSimilarity(a: readonly VoiceWindow[], b: readonly VoiceWindow[]): number {
  const [x, y] = [sumsOf(a), sumsOf(b)];
  const within = Math.sqrt(Math.max(0, meanCosine(x, x)) * Math.max(0, meanCosine(y, y)));
  return within > 0 ? meanCosine(x, y) / within : 1;
}

/** The groups of items with equal labels, in the order of the labels; no group is empty. */
export function clustersOf<T>(items: readonly T[], labels: readonly number[]): T[][] {
  const groups: T[][] = [];
  for (const [at, item] of items.entries()) (groups[labels[at] ?? 0] ??= []).push(item);
  // Labels without items are holes, which flatMap skips.
  return groups.flatMap((group) => [group]);
}

type Sums = {
  readonly all: Float64Array;
  readonly count: number;
  /** By stretch of speech. */
  readonly parts: ReadonlyMap<string, { readonly sum: Float64Array; readonly count: number }>;
};

function sumsOf(windows: readonly VoiceWindow[]): Sums {
  const size = windows[0]?.embedding.length ?? 0;
  const parts = new Map<string, { sum: Float64Array; count: number }>();
  for (const { piece, start, embedding } of windows) {
    const key = `${piece}/${Math.floor(start / TOGETHER_SECONDS)}`;
    const part = parts.get(key) ?? { sum: new Float64Array(size), count: 0 };
    addTo(part.sum, embedding);
    part.count++;
    parts.set(key, part);
  }
  const sums = [...parts.values()].map(({ sum }) => sum);
  return { all: sumOf(sums, size), count: windows.length, parts };
}

/** The mean cosine of pairs from different stretches; of all pairs if there is only one stretch. */
function meanCosine(a: Sums, b: Sums): number {
  let [sum, count] = [dot(a.all, b.all), a.count * b.count];
  const [allSum, allCount] = [sum, count];
  for (const [key, part] of a.parts) {
    const other = b.parts.get(key);
    if (!other) continue;
    sum -= dot(part.sum, other.sum);
    count -= part.count * other.count;
  }
  return count > 0 ? sum / count : allSum / allCount;
}
