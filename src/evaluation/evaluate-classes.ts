import type { ResultJson } from '../inference/index.js';
import type { Label } from '../labels.js';
import { type Clip, speakerOf } from './manifest/clip.js';
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
import { areaUnderRisk, areaUnderRoc, riskCoverage, type RiskPoint } from './metrics/ranking.js';
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

/** What the finding `uncertain` is worth. */
export type UncertainFigures = {
  /** Results with the finding. */
  readonly clips: number;
  /** Share of wrong results among them; `undefined` if there are none. */
  readonly risk: number | undefined;
  /** Share of wrong results among the others; `undefined` if there are none. */
  readonly riskOfOthers: number | undefined;
};

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

function confidencesOf(scored: readonly Scored[], outside: readonly { readonly doubt: number }[]) {
  const judged = scored.map(({ result, drawn }) => ({
    confidence: result.score,
    isRight: drawn.truth === drawn.result,
  }));
  const doubts = (kept: typeof judged) => kept.map(({ confidence }) => 1 - confidence);
  return {
    calibrationError: calibrationError(judged),
    reliability: reliabilityBins(judged),
    riskCoverage: sampled(riskCoverage(judged)),
    areaUnderRisk: areaUnderRisk(riskCoverage(judged)),
    uncertain: uncertainOf(scored),
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

/** Points of a curve that a drawing needs. */
const RISK_POINTS = 50;

/** At most {@link RISK_POINTS} points, equally spaced in coverage. */
function sampled(points: readonly RiskPoint[]): RiskPoint[] {
  let next = 0;
  return points.filter(({ coverage }) => {
    const isKept = coverage >= next - 1e-12;
    if (isKept) next = Math.floor(coverage * RISK_POINTS + 1 + 1e-9) / RISK_POINTS;
    return isKept;
  });
}

function uncertainOf(scored: readonly Scored[]): UncertainFigures {
  const isUncertain = ({ result }: Scored) =>
    result.findings.some(({ code }) => code === 'uncertain');
  const found = scored.filter(isUncertain);
  const others = scored.filter((each) => !isUncertain(each));
  return { clips: found.length, risk: riskOf(found), riskOfOthers: riskOf(others) };
}

function riskOf(scored: readonly Scored[]): number | undefined {
  const wrong = scored.filter(({ drawn }) => drawn.truth !== drawn.result).length;
  return scored.length > 0 ? wrong / scored.length : undefined;
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

/** What clips are grouped by, and the names of the groups that a clip belongs to. */
const BY: Readonly<Record<string, (scored: ClassifiedClip) => readonly (string | undefined)[]>> = {
  corpus: ({ clip }) => [clip.corpus],
  speaker: ({ clip }) => [speakerOf(clip)],
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
      for (const name of namesOf(each)) {
        if (name === undefined) continue;
        const group = groups.get(name) ?? [];
        group.push(each.drawn);
        groups.set(name, group);
      }
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
