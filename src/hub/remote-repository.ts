/** A file as the hub lists it. */
export type RemoteFile = {
  readonly path: string;
  readonly bytes: number;
  /** 64 hex digits: SHA-256 of the content; 40: SHA-1 of it as a git blob. */
  readonly checksum: string;
  /** Where its content is. */
  readonly address: string;
};

/** A repository at one commit, as the hub describes it. */
export type RemoteRepository = {
  /** Commit, 40 hex digits. */
  readonly revision: string;
  readonly licence: string | undefined;
  readonly files: readonly RemoteFile[];
};

/** Matches a commit, but no branch or tag. */
export const COMMIT = /^[0-9a-f]{40}$/;

/** Most files of a repository; the limit bounds the memory that a broken or hostile server can use. */
export const MAX_FILES = 20_000;

const MAX_LICENCE_LETTERS = 100;

/** A licence without what the author of a repository could do to a terminal; undefined if nothing is left. */
export function shownLicence(licence: string | undefined): string | undefined {
  const shown = licence?.replace(/\p{C}/gu, '').trim().slice(0, MAX_LICENCE_LETTERS);
  return shown === '' ? undefined : shown;
}
