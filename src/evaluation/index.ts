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
export { type ClassEvaluation, type Estimate, evaluateClasses } from './evaluate-classes.js';
export type { UncertainFigures } from './confidence-figures.js';
export type { GroupFigures } from './group-figures.js';
export type { ClassifiedClip } from './scored-clip.js';
export {
  type DimensionEvaluation,
  evaluateDimensions,
  type PredictedClip,
} from './evaluate-dimensions.js';
export {
  type Answer,
  type AnswerLine,
  fromLine,
  judgeAlone,
  toAnswer,
  toLine,
} from './run/answer.js';
export {
  answerClips,
  type AnsweredClip,
  type AnsweredClips,
  type AnswerOptions,
  resultsAlone,
  resultsWithBaseline,
} from './run/answer-clips.js';
export { Journal } from './run/journal.js';
export { openClip, type Part, readPart } from './run/cut-clip.js';
export { checkClips, type CheckedClips, checkDimensions } from './clips/check-clips.js';
export {
  type Clip,
  clipName,
  type CorpusFolder,
  type ClipList,
  type Problem,
  type ProblemKind,
  speakerOf,
} from './clips/clip.js';
export { LabelResolver, LEFT_OUT, type ResolvedLabel } from './clips/label-map.js';
export { COLUMN_NAMES, type ColumnName, type ColumnNames, readTable } from './clips/read-table.js';
export { readIemocap } from './clips/read-iemocap.js';
export { readClips, type ReadClipsOptions } from './node/read-clips.js';
export { type Data, readData, type ReadDataOptions } from './node/read-data.js';
export { type FinishedEvaluation, runEvaluation } from './node/run-evaluation.js';
export {
  describeModel,
  type EvaluatedClip,
  type EvaluatedData,
  type EvaluatedModel,
  type Evaluation,
  type EvaluationInput,
  type JudgedBy,
  makeEvaluation,
  type NamedComparison,
  type RunFigures,
} from './evaluation.js';
export {
  compareEvaluations,
  type ComparedRun,
  parseEvaluation,
  runName,
} from './compare-evaluations.js';
export { type PublishedFigure, publishedFiguresFor } from './published-figures.js';
export { EVALUATION_WORDS, type EvaluationWords } from './words.js';
export { mappedPlaces } from './map/map-points.js';
export { type Point, projectPca, projectUmap } from './map/project.js';
export { type MapPoint, type PageContent, wrongCells } from './report/page-content.js';
export { renderEvaluation } from './report/render-evaluation.js';
export { truthsOf } from './report/truth.js';
export {
  EMBEDDING_LEVELS,
  type EmbeddingFacts,
  type EmbeddingLevel,
  type EmbeddingRow,
} from './embeddings/embedding-row.js';
export {
  type EmbeddedPart,
  embedFrames,
  embedWindows,
  type WindowLengths,
} from './embeddings/embed-parts.js';
export { writeCsv, writeFacts } from './embeddings/write-csv.js';
export { writeNpy } from './embeddings/write-npy.js';
export { writeParquet } from './embeddings/write-parquet.js';
