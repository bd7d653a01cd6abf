// What a browser uses of this folder; nothing here loads a Node module.
export { type BundleManifest, manifestSchema } from './bundle-manifest.js';
export { type BundleContent, listsHeads, toModelInfo, withHeads } from './model-info.js';
export { parseManifest } from './parse-manifest.js';
