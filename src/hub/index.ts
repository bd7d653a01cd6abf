export { fetchSnapshot, isRepositoryName } from './fetch-snapshot.js';
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
