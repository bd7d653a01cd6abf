import type { Label } from '../labels.js';
import { confidencesOf, type UncertainFigures } from './confidence-figures.js';
import { type GroupFigures, groupsOf } from './group-figures.js';
import { speakerOf } from './clips/clip.js';
import type { LabelResolver } from './clips/label-map.js';
import { type DrawnClip, type Interval, speakerIntervals } from './metrics/bootstrap.js';
import type { ReliabilityBin } from './metrics/calibration.js';
import {
  accuracy,
  averageRecall,
  classFigures,
  type ClassFigures,
  type Confusion,
  macroF1,
  weightedF1,
} from './metrics/confusion.js';
import type { RiskPoint } from './metrics/ranking.js';
import { softFigures, type SoftFigures } from './metrics/soft-labels.js';
import { type ClassifiedClip, confusionOf, type ScoredClip } from './scored-clip.js';

/** A figure with its 95 % interval over speakers. */
export type Estimate = { readonly value: number; readonly interval: Interval };

/** How good the results of a classifier are. */
export type ClassEvaluation = {
  readonly labels: readonly string[];
  readonly clips: number;
  /** Speakers that are known. */
  readonly speakers: number;
  /** What the intervals are drawn over: speakers with all their clips, or clips if fewer than two speakers are known. */
  readonly drawnOver: 'speakers' | 'clips';
  readonly accuracy: Estimate;
  readonly averageRecall: Estimate;
  readonly macroF1: Estimate;
  readonly weightedF1: Estimate;
  readonly classes: readonly ClassFigures[];
  /** Counts `[truth][result]` in the order of `labels`. */
  readonly confusion: Confusion;
  readonly calibrationError: number;
  readonly reliability: readonly ReliabilityBin[];
  /** The share of wrong results if only the most probable ones are accepted, at some coverages. */
  readonly riskCoverage: readonly RiskPoint[];
  /** Mean share of wrong results over all coverages. */
  readonly areaUnderRisk: number;
  /** The finding `uncertain`: how many results have it, and how many of each kind are wrong. */
  readonly uncertain: UncertainFigures;
  /** How well a low probability tells wrong results; `undefined` if all are right or all wrong. */
  readonly wrongAuroc?: number | undefined;
  /** How well a low probability tells emotions that the model does not have. */
  readonly outsideAuroc?: number | undefined;
  readonly soft?: SoftFigures | undefined;
  readonly groups: readonly GroupFigures[];
  /** Emotions that the model does not have, with their clips. */
  readonly outside: Readonly<Record<string, number>>;
};

/** Computes the figures of a classifier; clips without a known label are not counted. */
export function evaluateClasses(
  classified: readonly ClassifiedClip[],
  labels: readonly Label[],
  resolver: LabelResolver,
): ClassEvaluation {
  const resolved = classified.map((each) => ({
    each,
    label: resolver.resolve(each.clip.label ?? ''),
  }));
  const scored = resolved.flatMap(({ each, label }): ScoredClip[] => {
    if (label.kind !== 'known') return [];
    const drawn = { truth: label.index, result: each.result.index, speaker: speakerOf(each.clip) };
    return [{ ...each, drawn }];
  });
  const outside = resolved.flatMap(({ each, label }) =>
    label.kind === 'outside' ? [{ name: label.name, doubt: 1 - each.result.score }] : [],
  );
  const drawn = scored.map((each) => each.drawn);
  const speakers = new Set(drawn.flatMap(({ speaker }) => speaker ?? [])).size;
  return {
    labels: labels.map(({ id }) => id),
    clips: scored.length,
    speakers,
    drawnOver: speakers > 1 ? 'speakers' : 'clips',
    ...estimatesOf(speakers > 1 ? drawn : drawn.map(withoutSpeaker), labels.length),
    ...confidencesOf(scored, outside),
    soft: softOf(classified, labels, resolver),
    groups: groupsOf(scored, labels.length),
    outside: countBy(outside.map(({ name }) => name)),
  };
}

/** One speaker alone would give intervals without width. */
const withoutSpeaker = ({ truth, result }: DrawnClip): DrawnClip => ({ truth, result });

function estimatesOf(drawn: readonly DrawnClip[], classes: number) {
  const confusion = confusionOf(drawn, classes);
  const measures = [accuracy, averageRecall, macroF1, weightedF1];
  const intervals = speakerIntervals(drawn, classes, measures);
  const estimate = (at: number): Estimate => ({
    value: measures[at]?.(confusion) ?? NaN,
    interval: intervals[at] ?? [NaN, NaN],
  });
  return {
    accuracy: estimate(0),
    averageRecall: estimate(1),
    macroF1: estimate(2),
    weightedF1: estimate(3),
    classes: classFigures(confusion),
    confusion,
  };
}

function softOf(
  classified: readonly ClassifiedClip[],
  labels: readonly Label[],
  resolver: LabelResolver,
): SoftFigures | undefined {
  const clips = classified.flatMap(({ clip, result }) => {
    const votes = clip.votes && resolver.shares(clip.votes);
    return votes
      ? [{ votes, probabilities: labels.map(({ id }) => result.probabilities[id] ?? 0) }]
      : [];
  });
  return clips.length > 0 ? softFigures(clips) : undefined;
}

function countBy(names: readonly string[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries(counts);
}
