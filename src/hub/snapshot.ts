import type { HubSettings } from './hub-settings.js';

/** A file of a snapshot. */
export type SnapshotFile = {
  /** Relative to the snapshot's folder, with `/`. */
  readonly path: string;
  readonly bytes: number;
  /** Of the content, hex. */
  readonly sha256: string;
};

/** Files of a repository at one commit, complete on this machine as plain files. */
export type Snapshot = {
  readonly folder: string;
  /** `owner/name` */
  readonly repository: string;
  /** Commit, 40 hex digits. */
  readonly revision: string;
  readonly licence: string | undefined;
  /** Address of the hub it came from; unknown for a snapshot of Python's cache. */
  readonly endpoint: string | undefined;
  readonly files: readonly SnapshotFile[];
};

/** Chooses from the paths of a repository those that are wanted. */
export type Select = (paths: readonly string[]) => readonly string[];

/** How far a download is. */
export type Progress = {
  /** The file that is arriving. */
  readonly file: string;
  /** Bytes there, over all wanted files; what was there before counts. */
  readonly doneBytes: number;
  /** Bytes of all wanted files. */
  readonly totalBytes: number;
};

/** What will be downloaded, for showing it first. */
export type LicenceNotice = {
  readonly repository: string;
  /** Commit, 40 hex digits. */
  readonly revision: string;
  /** As the repository states it, e.g. `apache-2.0`; undefined when it states none. */
  readonly licence: string | undefined;
  /** Bytes of all wanted files. */
  readonly totalBytes: number;
};

/** What `fetchSnapshot` needs to know. */
export type FetchOptions = {
  /** `owner/name` */
  readonly repository: string;
  /** A branch, tag or commit; `main` by default. */
  readonly revision?: string;
  /** Chooses the files to fetch from the paths of all. */
  readonly select: Select;
  readonly settings: HubSettings;
  /** Where to put the files; our cache by default. Files that did not come from the hub stay. */
  readonly folder?: string;
  /** Called before the first byte of a file is asked for; throwing stops. Not called when all is there. */
  readonly onLicence?: (notice: LicenceNotice) => void | Promise<void>;
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
};
