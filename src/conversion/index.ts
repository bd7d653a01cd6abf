export { convertCheckpoint } from './convert-checkpoint.js';
export type { ConvertOptions } from './convert-options.js';
export { inspectModel, type ModelReport, type ModelSummary } from './inspect-model.js';
export type { PrecisionChoice } from './choose-precision.js';
export type { ReferenceRecordings } from './reference-recordings.js';
export { cachedBundle } from './graph-cache.js';
