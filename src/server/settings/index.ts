export { isLoopback, readOptions, readSettings } from './read-settings.js';
export { list, whole } from './schemas.js';
export type { ServerOption } from './server-option.js';
export {
  placesOf,
  queueAddressOf,
  SERVER_OPTIONS,
  type ServerSettings,
} from './server-settings.js';
