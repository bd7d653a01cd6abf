export { fetchSnapshot } from './fetch-snapshot.js';
export { hubKindOf, isRepositoryName } from './hub-kinds.js';
export { hubSettings, type HubSettings } from './hub-settings.js';
export type {
  FetchOptions,
  LicenceNotice,
  Progress,
  Select,
  Snapshot,
  SnapshotFile,
} from './snapshot.js';
export { listSnapshots } from './store.js';
