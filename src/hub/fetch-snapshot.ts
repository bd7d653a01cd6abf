import { HubError, type HubErrorCode } from '../errors.js';
import { describeRepository } from './describe.js';
import { install } from './install.js';
import { findInPythonCache } from './python-cache.js';
import type { HubContext } from './hub-context.js';
import { hubKindOf, HUBS, isRepositoryName } from './hub-kinds.js';
import { COMMIT, type RemoteRepository } from './remote-repository.js';
import type { FetchOptions, Snapshot } from './snapshot.js';
import { readRecentReference, readReference, writeReference } from './references.js';
import { findSnapshot, type Store, storeFor } from './store.js';

const OUTAGES: ReadonlySet<HubErrorCode> = new Set([
  'hub-offline',
  'hub-unreachable',
  'hub-server-error',
  'hub-interrupted',
]);

// https://git-scm.com/docs/git-check-ref-format
const IMPOSSIBLE_IN_GIT = /[\p{Cc} ~^:?*[\\]|\.\.|@\{|^[/.-]|\/[/.]|[/.]$/u;
// Percent-encoded, the revision is a file name in `refs`, which may have 255 bytes.
const MAX_REVISION_LETTERS = 80;

/**
 * Downloads the selected files of a hub repository, unless this machine has them, as plain files.
 *
 * No request is sent if `settings.offline` is set, if the revision is a commit whose files are complete
 * here, or if it is a branch or tag that was looked up within the last hour and whose files are
 * complete here (unless `refresh` is set). If the hub cannot be reached or does not work, the commit
 * that the branch or tag had last is used. An interrupted download continues, in this process or in
 * the next.
 *
 * @throws {RangeError} if the repository or revision is not a possible name.
 * @throws {HubError} if the hub refuses access, cannot be reached, or sends an unexpected response.
 * @throws {CheckpointError} `checkpoint-unsafe` if a selected file has a name that must not be written.
 * @throws {FileError} if the files cannot be written.
 */
export async function fetchSnapshot(options: FetchOptions): Promise<Snapshot> {
  const { repository, revision = branchOf(options), select, settings, signal } = options;
  checkNames(repository, revision);
  const store = storeFor(settings, repository, options.folder);
  const present = await findPresent(store, options);
  if (present) return present;

  const hub: HubContext = { settings, repository, revision, signal };
  let remote: RemoteRepository;
  try {
    if (settings.offline) throw offline(repository, revision);
    remote = await describeRepository(hub);
  } catch (error) {
    const kept = isOutage(error) ? await lastKnown(store, options) : undefined;
    if (kept) return kept;
    throw error;
  }
  const snapshot =
    (await findSnapshot(store, remote.revision, select)) ?? (await install(store, options, remote));
  await writeReference(store, revision, remote.revision);
  return snapshot;
}

/** The files of a commit, or of a branch or tag that was looked up recently, if they are complete here. */
async function findPresent(store: Store, options: FetchOptions): Promise<Snapshot | undefined> {
  const { revision = branchOf(options), refresh = false, select } = options;
  if (COMMIT.test(revision)) return findSnapshot(store, revision, select);
  const commit = refresh ? undefined : await readRecentReference(store, revision);
  return commit === undefined ? undefined : findSnapshot(store, commit, select);
}

async function lastKnown(store: Store, options: FetchOptions): Promise<Snapshot | undefined> {
  const { repository, revision = branchOf(options), select, settings } = options;
  const commit = COMMIT.test(revision) ? revision : await readReference(store, revision);
  const own = commit === undefined ? undefined : await findSnapshot(store, commit, select);
  return own ?? (await findInPythonCache(settings, repository, revision, select));
}

/** The branch that is meant if no revision is given. */
function branchOf({ repository }: FetchOptions): string {
  return HUBS[hubKindOf(repository)].branch;
}

function isOutage(error: unknown): boolean {
  return error instanceof HubError && OUTAGES.has(error.code);
}

function offline(repository: string, revision: string): HubError {
  return new HubError(
    'hub-offline',
    `${repository} at revision ${revision} is not complete on this machine, and HF_HUB_OFFLINE is set. Fetch it once with a network, or give a folder that contains the model's files.`,
  );
}

function checkNames(repository: string, revision: string): void {
  if (!isRepositoryName(repository) || /--|\.\./.test(repository))
    throw new RangeError(
      `${JSON.stringify(repository)} is not the name of a repository: expected owner/name, e.g. speechbrain/emotion-recognition-wav2vec2-IEMOCAP.`,
    );
  if (revision === '' || revision.length > MAX_REVISION_LETTERS || IMPOSSIBLE_IN_GIT.test(revision))
    throw new RangeError(
      `${JSON.stringify(revision)} is not a revision: expected a branch, a tag or a commit.`,
    );
}
