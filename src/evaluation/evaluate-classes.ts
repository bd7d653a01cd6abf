import type { ResultJson } from '../inference/index.js';
import type { Label } from '../labels.js';
import type { Clip } from './manifest/clip.js';
import type { LabelResolver } from './manifest/label-map.js';
import { type DrawnClip, type Interval, speakerIntervals } from './metrics/bootstrap.js';
import { calibrationError, type ReliabilityBin, reliabilityBins } from './metrics/calibration.js';
import {
  accuracy,
  averageRecall,
  classFigures,
  type ClassFigures,
  type Confusion,
  countConfusion,
  macroF1,
  weightedF1,
} from './metrics/confusion.js';
import { areaUnderRisk, areaUnderRoc, riskCoverage } from './metrics/ranking.js';
import { softFigures, type SoftFigures } from './metrics/soft-labels.js';

/** A clip with the result of a classifier. */
export type ClassifiedClip = {
  readonly clip: Clip;
  readonly result: Extract<ResultJson, { label: string }>;
};

/** A figure with its 95 % interval over speakers. */
export type Estimate = { readonly value: number; readonly interval: Interval };

/** The figures of a part of the clips, e.g. of one speaker. */
export type GroupFigures = {
  /** What the clips have in common, e.g. `speaker`. */
  readonly by: string;
  readonly name: string;
  readonly clips: number;
  readonly accuracy: number;
  readonly averageRecall: number;
};

/** How good the results of a classifier are. */
export type ClassEvaluation = {
  readonly labels: readonly string[];
  readonly clips: number;
  /** Speakers over whom the intervals are drawn; clips without a speaker count as one each. */
  readonly speakers: number;
  readonly accuracy: Estimate;
  readonly averageRecall: Estimate;
  readonly macroF1: Estimate;
  readonly weightedF1: Estimate;
  readonly classes: readonly ClassFigures[];
  /** Counts `[truth][result]` in the order of `labels`. */
  readonly confusion: Confusion;
  readonly calibrationError: number;
  readonly reliability: readonly ReliabilityBin[];
  /** Mean share of wrong results over all coverages. */
  readonly areaUnderRisk: number;
  /** How well a low probability tells wrong results; `undefined` if all are right or all wrong. */
  readonly wrongAuroc?: number | undefined;
  /** How well a low probability tells emotions that the model does not have. */
  readonly outsideAuroc?: number | undefined;
  readonly soft?: SoftFigures | undefined;
  readonly groups: readonly GroupFigures[];
  /** Emotions that the model does not have, with their clips. */
  readonly outside: Readonly<Record<string, number>>;
};

/** A clip whose label the model has. */
type Scored = ClassifiedClip & { readonly drawn: DrawnClip };

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
  const scored = resolved.flatMap(({ each, label }): Scored[] => {
    if (label.kind !== 'known') return [];
    const drawn = { truth: label.index, result: each.result.index, speaker: each.clip.speaker };
    return [{ ...each, drawn }];
  });
  const outside = resolved.flatMap(({ each, label }) =>
    label.kind === 'outside' ? [{ name: label.name, doubt: 1 - each.result.score }] : [],
  );
  const drawn = scored.map((each) => each.drawn);
  return {
    labels: labels.map(({ id }) => id),
    clips: scored.length,
    speakers: new Set(drawn.map(({ speaker }, at) => speaker ?? at)).size,
    ...estimatesOf(drawn, labels.length),
    ...confidencesOf(scored, outside),
    soft: softOf(classified, labels, resolver),
    groups: groupsOf(scored, labels.length),
    outside: countBy(outside.map(({ name }) => name)),
  };
}

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

function confidencesOf(scored: readonly Scored[], outside: readonly { readonly doubt: number }[]) {
  const judged = scored.map(({ result, drawn }) => ({
    confidence: result.score,
    isRight: drawn.truth === drawn.result,
  }));
  const doubts = (kept: typeof judged) => kept.map(({ confidence }) => 1 - confidence);
  return {
    calibrationError: calibrationError(judged),
    reliability: reliabilityBins(judged),
    areaUnderRisk: areaUnderRisk(riskCoverage(judged)),
    wrongAuroc: areaUnderRoc(
      doubts(judged.filter(({ isRight }) => !isRight)),
      doubts(judged.filter(({ isRight }) => isRight)),
    ),
    outsideAuroc: areaUnderRoc(
      outside.map(({ doubt }) => doubt),
      doubts(judged),
    ),
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

const BY: Readonly<Record<string, (scored: ClassifiedClip) => readonly (string | undefined)[]>> = {
  speaker: ({ clip }) => [clip.speaker],
  session: ({ clip }) => [clip.session],
  language: ({ clip }) => [clip.language],
  gender: ({ clip }) => [clip.gender],
  duration: ({ result }) => [durationBand(result.durationSeconds)],
  finding: ({ result }) => result.findings.map(({ code }) => code),
};

function groupsOf(scored: readonly Scored[], classes: number): GroupFigures[] {
  return Object.entries(BY).flatMap(([by, namesOf]) => {
    const groups = new Map<string, DrawnClip[]>();
    for (const each of scored)
      for (const name of namesOf(each))
        if (name !== undefined) groups.set(name, [...(groups.get(name) ?? []), each.drawn]);
    return [...groups]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, drawn]) => {
        const confusion = confusionOf(drawn, classes);
        const figures = { accuracy: accuracy(confusion), averageRecall: averageRecall(confusion) };
        return { by, name, clips: drawn.length, ...figures };
      });
  });
}

function durationBand(seconds: number): string {
  if (seconds < 1) return '0-1 s';
  if (seconds < 3) return '1-3 s';
  return seconds < 10 ? '3-10 s' : '10 s and more';
}

const confusionOf = (drawn: readonly DrawnClip[], classes: number) =>
  countConfusion(
    drawn.map(({ truth }) => truth),
    drawn.map(({ result }) => result),
    classes,
  );

function countBy(names: readonly string[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries(counts);
}
