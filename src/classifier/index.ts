export {
  type AdaptedModel,
  adaptModel,
  type AdaptOptions,
  type LabelledClip,
} from './adapt-model.js';
export type { AnalyseFileOptions } from './analyse-file.js';
export {
  classifyFiles,
  type ClassifyFilesOptions,
  type FileOutcome,
  predictFiles,
  type PredictFilesOptions,
} from './classify-files.js';
export type { DiarizedSegment } from '../conversation/index.js';
export { EmotionClassifier } from './emotion-classifier.js';
export { EmotionModel } from './emotion-model.js';
export { EmotionRegressor } from './emotion-regressor.js';
export { foreignClass, type ForeignClassOptions } from './foreign-class.js';
export { openEmotionModel } from './open-emotion-model.js';
export { voicePrint } from './voice-print.js';
export { type AdaptedFacts, type AdaptedFiles, CARD_FILE } from './adapted-files.js';
export { adaptedFiles, writeAdapted } from './write-adapted.js';
