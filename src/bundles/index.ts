export { type Bundle, isBundle, readBundle, verifyBundle, writeManifest } from './bundle.js';
export {
  manifestSchema,
  type BundleManifest,
  type Calibration,
  type ChecksummedFile,
  type Figure,
} from './bundle-manifest.js';
export { expectTask } from './expect-task.js';
export { sourceName, type CheckpointSource } from './checkpoint-source.js';
export { installedModels, type InstalledModel } from './installed-models.js';
export { locateModel, type SourceOptions } from './locate-model.js';
export { type GraphVariant, type OutputDifference } from './graph-variant.js';
export { fingerprintFiles, sha256OfFile } from './fingerprint.js';
export { removeAbandoned, writeFolder } from './write-folder.js';
export { keepMemo, readMemo } from './memo.js';
export {
  type BundleContent,
  listsHeads,
  MAX_HEADS_BYTES,
  toModelInfo,
  withHeads,
} from './model-info.js';
export { rememberVerified, verifyOnce } from './verify-once.js';
export { formatManifest } from './format-manifest.js';
export { parseManifest } from './parse-manifest.js';
export { readFigures } from './read-figures.js';
export { DEFAULT_MODEL, embeddedModels } from './embedded-models.js';
