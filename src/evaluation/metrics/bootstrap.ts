import type { Confusion } from './confusion.js';
import { seededRandom } from './seeded-random.js';

/** Resamplings per interval. */
export const DRAWS = 2000;

/** The lower and the upper end of a 95 % interval. */
export type Interval = readonly [low: number, high: number];

/** One clip for an interval: class indices, and who speaks; a clip without a speaker is drawn alone. */
export type DrawnClip = {
  readonly truth: number;
  readonly result: number;
  readonly speaker?: string | undefined;
};

/** The counts of one speaker: cells of the confusion matrix that are not zero. */
type Cluster = readonly (readonly [cell: number, count: number])[];

/**
 * 95 % percentile intervals by bootstrap over speakers, each with all their clips (cluster bootstrap).
 * With few speakers they are somewhat too narrow, because only these speakers are drawn. The same clips
 * give the same intervals.
 *
 * @param measures map a confusion matrix to a figure
 * @returns one interval for each measure
 */
export function speakerIntervals(
  clips: readonly DrawnClip[],
  classes: number,
  measures: readonly ((confusion: Confusion) => number)[],
  draws = DRAWS,
): Interval[] {
  const values = measures.map((): number[] => []);
  for (const picked of resampled(toClusters(clips, classes), draws, classes))
    for (const [at, measure] of measures.entries()) values[at]?.push(measure(picked));
  return values.map(percentileInterval);
}

function* resampled(clusters: readonly Cluster[], draws: number, classes: number) {
  const random = seededRandom(0);
  for (let draw = 0; draw < draws; draw++) {
    const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
    const picked = clusters.map(() => clusters[random(clusters.length)] ?? []);
    for (const cluster of picked)
      for (const [cell, count] of cluster) {
        const row = counts[Math.floor(cell / classes)];
        if (row) row[cell % classes] = (row[cell % classes] ?? 0) + count;
      }
    yield counts;
  }
}

function toClusters(clips: readonly DrawnClip[], classes: number): Cluster[] {
  return groupClips(clips).map((members) => {
    const cells = new Map<number, number>();
    for (const at of members) {
      const { truth = 0, result = 0 } = clips[at] ?? {};
      const cell = truth * classes + result;
      cells.set(cell, (cells.get(cell) ?? 0) + 1);
    }
    return [...cells];
  });
}

/** The places of the clips of each speaker, in the order of first appearance. */
export function groupClips(clips: readonly Pick<DrawnClip, 'speaker'>[]): number[][] {
  const groups = new Map<string | number, number[]>();
  for (const [at, { speaker }] of clips.entries()) {
    const members = groups.get(speaker ?? at) ?? [];
    members.push(at);
    groups.set(speaker ?? at, members);
  }
  return [...groups.values()];
}

/** The 2.5th and 97.5th percentiles with linear interpolation, as `numpy.percentile`. */
export function percentileInterval(values: readonly number[]): Interval {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  return [percentile(sorted, 0.025), percentile(sorted, 0.975)];
}

function percentile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const low = sorted[Math.floor(place)] ?? NaN;
  const high = sorted[Math.ceil(place)] ?? NaN;
  return low + (high - low) * (place - Math.floor(place));
}
