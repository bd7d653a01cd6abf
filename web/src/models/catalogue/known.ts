// The catalogue is facts and a search in them, of the same version as the page; a route would only copy it.
// eslint-disable-next-line @typescript-eslint/no-restricted-imports
export { filterModels, KNOWN_MODELS } from '@engine/catalogue/index.js';
