export { digest } from './checksum.js';
export { fetchSnapshot, isRepositoryName } from './fetch-snapshot.js';
export { cacheFolderOf, hubSettings } from './settings.js';
export type { HubSettings } from './settings.js';
export type {
  FetchOptions,
  LicenceNotice,
  Progress,
  Select,
  Snapshot,
  SnapshotFile,
} from './snapshot.js';
export { listSnapshots } from './store.js';
