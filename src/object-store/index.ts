export { isObjectKey } from './object-key.js';
export type { ObjectLimits, ObjectStore } from './object-store.js';
export { openObjectStore, type ObjectStoreOptions } from './open-object-store.js';
export { type LinkMethod, type LinkParameters, LinkSigner, sweepKey } from './signed-link.js';
