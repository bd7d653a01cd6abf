export { isBundle, readBundle, type Bundle, verifyBundle, writeManifest } from './bundle.js';
export {
  PRECISIONS,
  manifestSchema,
  type BundleManifest,
  type Calibration,
  type ChecksummedFile,
  type Figure,
} from './bundle-manifest.js';
export { nameOf, type CheckpointSource } from './checkpoint-source.js';
export { installedModels, type InstalledModel } from './installed-models.js';
export { locateModel, type SourceOptions } from './locate-model.js';
export { type Distance, type Reduction } from './graph-variant.js';
export { fingerprintFiles, sha256OfFile } from './fingerprint.js';
export { copyCard, readLicence } from './model-card.js';
export { writeFolder } from './write-folder.js';
export { readFigures } from './read-figures.js';
export { DEFAULT_MODEL } from './embedded-models.js';
