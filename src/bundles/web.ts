// What a browser uses of this folder; nothing here loads a Node module.
export {
  type BundleManifest,
  type Figure,
  type ChecksummedFile,
  manifestSchema,
} from './bundle-manifest.js';
export { expectTask } from './expect-task.js';
export { type BundleContent, listsHeads, toModelInfo, withHeads } from './model-info.js';
export { formatManifest } from './format-manifest.js';
export { parseManifest } from './parse-manifest.js';
