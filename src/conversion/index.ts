export { convertCheckpoint, type ConvertOptions } from './convert-checkpoint.js';
export { inspectModel, type ModelReport, type ModelSummary } from './inspect-model.js';
export type { PrecisionChoice } from './choose-precision.js';
export type { Recordings } from './reference-recordings.js';
export { checksumCheckpoint } from './checksum-checkpoint.js';
export { cachedBundle } from './graph-cache.js';
