import type { Example } from '../examples.js';
import { seededRandom, shuffled } from '../seeded-random.js';

/** More folds take longer and change the choice little. */
const MAX_FOLDS = 5;

/** How examples are divided for the cross-validation. */
export type Folds = {
  /** Whether all clips of a speaker are in the same fold, so that no speaker is judged by itself. */
  readonly by: 'speakers' | 'clips';
  /** The places of the examples in each fold; empty if nothing can be held out. */
  readonly held: readonly (readonly number[])[];
};

/**
 * Divides examples into at most five folds: by speakers if each example names its speaker and each class
 * has at least two speakers, otherwise by clips, with the classes spread evenly. Nothing can be held out
 * of a class with one clip; the folds then hold single clips, which only the base model can answer.
 */
export function makeFolds(examples: readonly Example[], classes: readonly number[]): Folds {
  const speakers = examples.map(({ speaker }) => speaker);
  const isNamed = speakers.every((speaker) => speaker !== undefined);
  if (isNamed && leastSpeakers(speakers, classes) >= 2) {
    const held = bySpeakers(speakers, classes);
    if (held.length >= 2) return { by: 'speakers', held };
  }
  return { by: 'clips', held: byClips(classes) };
}

/** The number of speakers of the class with the fewest. */
function leastSpeakers(speakers: readonly string[], classes: readonly number[]): number {
  const found = new Map<number, Set<string>>();
  for (const [at, each] of classes.entries()) {
    const known = found.get(each) ?? new Set<string>();
    found.set(each, known.add(speakers[at] ?? ''));
  }
  return Math.min(...[...found.values()].map(({ size }) => size));
}

/**
 * The speaker with the most clips first, each into the fold with the fewest. Folds that would leave a
 * class without examples are joined to the next one.
 */
function bySpeakers(speakers: readonly string[], classes: readonly number[]): number[][] {
  const places = groupPlaces(speakers);
  const order = [...places.values()].sort(
    (a, b) => b.length - a.length || (a[0] ?? 0) - (b[0] ?? 0),
  );
  const folds = Array.from({ length: Math.min(MAX_FOLDS, order.length) }, (): number[] => []);
  for (const each of order) {
    const smallest = folds.reduce((a, b) => (b.length < a.length ? b : a));
    smallest.push(...each);
  }
  return folds.filter((fold) => leavesAllClasses(fold, classes)).map(sorted);
}

function groupPlaces(speakers: readonly string[]): Map<string, number[]> {
  const places = new Map<string, number[]>();
  for (const [at, speaker] of speakers.entries())
    places.set(speaker, [...(places.get(speaker) ?? []), at]);
  return places;
}

function leavesAllClasses(fold: readonly number[], classes: readonly number[]): boolean {
  const held = new Set(fold);
  const rest = new Set(classes.filter((_, at) => !held.has(at)));
  return rest.size === new Set(classes).size;
}

function byClips(classes: readonly number[]): number[][] {
  const random = seededRandom(20);
  const order = shuffled(classes.length, random);
  const counts = [...new Set(classes)].map((each) => classes.filter((one) => one === each).length);
  const folds = Math.max(2, Math.min(MAX_FOLDS, Math.min(...counts)));
  const held = Array.from({ length: folds }, (): number[] => []);
  const next = new Map<number, number>();
  for (const at of order) {
    const label = classes[at] ?? 0;
    const turn = next.get(label) ?? label;
    held[turn % folds]?.push(at);
    next.set(label, turn + 1);
  }
  return held.filter(({ length }) => length > 0).map(sorted);
}

const sorted = (places: readonly number[]) => [...places].sort((a, b) => a - b);
