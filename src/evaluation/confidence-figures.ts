import { calibrationError, reliabilityBins } from './metrics/calibration.js';
import { areaUnderRisk, areaUnderRoc, riskCoverage, type RiskPoint } from './metrics/ranking.js';
import type { ScoredClip } from './scored-clip.js';

/** What the finding `uncertain` is worth. */
export type UncertainFigures = {
  /** Results with the finding. */
  readonly clips: number;
  /** Share of wrong results among them; `undefined` if there are none. */
  readonly risk: number | undefined;
  /** Share of wrong results among the others; `undefined` if there are none. */
  readonly riskOfOthers: number | undefined;
};

/**
 * What the probabilities of the results are worth.
 *
 * @param outside one minus the highest probability, for each clip whose emotion the model does not have
 */
export function confidencesOf(
  scored: readonly ScoredClip[],
  outside: readonly { readonly doubt: number }[],
) {
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

function uncertainOf(scored: readonly ScoredClip[]): UncertainFigures {
  const isUncertain = ({ result }: ScoredClip) =>
    result.findings.some(({ code }) => code === 'uncertain');
  const found = scored.filter(isUncertain);
  const others = scored.filter((each) => !isUncertain(each));
  return { clips: found.length, risk: riskOf(found), riskOfOthers: riskOf(others) };
}

function riskOf(scored: readonly ScoredClip[]): number | undefined {
  const wrong = scored.filter(({ drawn }) => drawn.truth !== drawn.result).length;
  return scored.length > 0 ? wrong / scored.length : undefined;
}
