export { readManifest, type ReadManifestOptions } from './node/read-manifest.js';
