import type { HubSettings } from './hub-settings.js';

/** A file of a snapshot. */
export type SnapshotFile = {
  /** Relative to the snapshot's folder, with `/`. */
  readonly path: string;
  readonly bytes: number;
  /** Of the content, hex. */
  readonly sha256: string;
};

/** Files of a repository at one commit, which are complete on this machine as plain files. */
export type Snapshot = {
  readonly folder: string;
  /** `owner/name`, or `modelscope:owner/name` */
  readonly repository: string;
  /** Commit, 40 hex digits. */
  readonly revision: string;
  readonly licence: string | undefined;
  /** Address of the hub that it came from; unknown for a snapshot in Python's cache. */
  readonly endpoint: string | undefined;
  readonly files: readonly SnapshotFile[];
};

/** Selects files from all paths of a repository. */
export type Select = (paths: readonly string[]) => readonly string[];

/** Progress of a download. */
export type Progress = {
  /** The file that is being downloaded. */
  readonly file: string;
  /** Bytes present of all selected files, including those that were present before. */
  readonly doneBytes: number;
  /** Bytes of all selected files. */
  readonly totalBytes: number;
};

/** What is about to be downloaded, so that it can be shown first. */
export type LicenceNotice = {
  readonly repository: string;
  /** Commit, 40 hex digits. */
  readonly revision: string;
  /** As the repository states it, e.g. `apache-2.0`; `undefined` if it states none. */
  readonly licence: string | undefined;
  /** Bytes of all selected files. */
  readonly totalBytes: number;
};

/** Options of `fetchSnapshot`. */
export type FetchOptions = {
  /** `owner/name`, or `modelscope:owner/name`; the settings must be those of its hub. */
  readonly repository: string;
  /** A branch, tag or commit. Default: `main`; on ModelScope `master`. */
  readonly revision?: string;
  /** Selects the files to download. */
  readonly select: Select;
  readonly settings: HubSettings;
  /** Folder for the files. Default: the cache. Files that did not come from the hub are kept. */
  readonly folder?: string;
  /** Look up a branch or tag even if that was done within the last hour. Default: false. */
  readonly refresh?: boolean;
  /** Called before anything is downloaded, and not if nothing is missing; throw to refuse. */
  readonly onLicence?: (notice: LicenceNotice) => void | Promise<void>;
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
};
