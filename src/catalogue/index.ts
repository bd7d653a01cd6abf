export type { KnownModel, PublishedFigure } from './known-model.js';
export { KNOWN_MODELS } from './known-models.js';
export { findKnownModel, type ModelSearch, searchModels } from './search-models.js';
