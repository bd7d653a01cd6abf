export { checksumCheckpoint } from './checksum-checkpoint.js';
export { convertCheckpoint } from './convert-checkpoint.js';
export { cachedBundle } from './graph-cache.js';
export { inspectModel } from './inspect-model.js';
