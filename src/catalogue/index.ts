export type { KnownModel, PublishedFigure } from './known-model.js';
export { KNOWN_MODELS } from './known-models.js';
export {
  filterModels,
  findKnownModel,
  type ModelSearch,
  type SearchedFacts,
  searchModels,
} from './search-models.js';
