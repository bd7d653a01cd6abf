// What a browser uses of this folder; nothing here loads a Node module.
export {
  type BundleManifest,
  type Calibration,
  type Figure,
  type ChecksummedFile,
  manifestSchema,
} from './bundle-manifest.js';
export { type GraphVariant, type OutputDifference } from './graph-variant.js';
export { expectTask } from './expect-task.js';
export {
  type BundleContent,
  listsHeads,
  MAX_HEADS_BYTES,
  toModelInfo,
  withHeads,
} from './model-info.js';
export { formatManifest } from './format-manifest.js';
export { parseManifest } from './parse-manifest.js';
