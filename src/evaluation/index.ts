export {
  accuracy,
  averageRecall,
  classFigures,
  type ClassFigures,
  type Confusion,
  countConfusion,
  macroF1,
  weightedF1,
} from './metrics/confusion.js';
export {
  DRAWS,
  type DrawnClip,
  type Interval,
  percentileInterval,
  speakerIntervals,
} from './metrics/bootstrap.js';
export {
  calibrationError,
  type Judged,
  type ReliabilityBin,
  reliabilityBins,
} from './metrics/calibration.js';
export { areaUnderRisk, areaUnderRoc, riskCoverage, type RiskPoint } from './metrics/ranking.js';
export { dimensionFigures, type DimensionFigures } from './metrics/dimensions.js';
export {
  compareRuns,
  mcnemarExact,
  type PairedClip,
  type RunComparison,
} from './metrics/compare-runs.js';
export { softFigures, type SoftFigures } from './metrics/soft-labels.js';
