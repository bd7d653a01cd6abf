export {
  classifyFiles,
  predictFiles,
  type FileOutcome,
  type ManyOptions,
} from './classify-files.js';
export { convertCheckpoint, inspectModel } from './load-conversion.js';
export { EmotionClassifier } from './emotion-classifier.js';
export { EmotionRegressor } from './emotion-regressor.js';
export { foreignClass, type ForeignClassOptions } from './foreign-class.js';
export { prepareBundle, type LoadOptions } from './prepare-bundle.js';
export { openBundle, openEmotionModel } from './open-emotion-model.js';
