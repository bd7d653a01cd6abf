// What a browser uses of this folder; nothing here loads a Node module.
export { checksumFile, checksumText } from './checksum.js';
export type { PrecisionChoice } from './choose-precision.js';
export { convertFiles, type ConvertFilesOptions, type MemoryBundle } from './convert-files.js';
export { type GraphFacts, graphKey } from './graph-key.js';
export {
  type CheckpointHints,
  type OpenedCheckpoint,
  openCheckpointFiles,
  usedFiles,
} from './open-checkpoint-files.js';
export { readFacts } from './read-facts.js';
