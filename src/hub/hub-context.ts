import type { HubSettings } from './hub-settings.js';

/** A repository at a revision, and how to reach it; every request to the hub needs these. */
export type HubContext = {
  readonly settings: HubSettings;
  /** `owner/name`, or `modelscope:owner/name` */
  readonly repository: string;
  /** A branch, tag or commit. */
  readonly revision: string;
  readonly signal: AbortSignal | undefined;
};
