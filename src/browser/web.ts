// What the project's own page uses of this folder besides the public door.
export { type Engine, MODEL, startEngine } from './engine/start-engine.js';
export { keptModels, removeModel } from './sources/kept-models.js';
export { openFiles } from './conversion/open-source.js';
export { isConverted } from './sources/converted-models.js';
export { openWebBundle, type WebBundle } from './sources/web-bundle.js';
