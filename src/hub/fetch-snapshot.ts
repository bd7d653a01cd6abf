import { HubError, type HubErrorCode } from '../errors.js';
import { COMMIT, describeRepository, type RemoteRepository } from './describe.js';
import { install } from './install.js';
import { findInPythonCache } from './python-cache.js';
import type { HubContext } from './hub-errors.js';
import type { FetchOptions, Snapshot } from './snapshot.js';
import { findSnapshot, readReference, type Store, storeFor, writeReference } from './store.js';

const OUTAGES: ReadonlySet<HubErrorCode> = new Set([
  'hub-offline',
  'hub-unreachable',
  'hub-server-error',
  'hub-interrupted',
]);

const REPOSITORY = /^[\w-][\w.-]*\/[\w-][\w.-]*$/;
// https://git-scm.com/docs/git-check-ref-format
const IMPOSSIBLE_IN_GIT = /[\p{Cc} ~^:?*[\\]|\.\.|@\{|^[/.-]|\/[/.]|[/.]$/u;
// As a file name in `refs`, percent-encoded, it must fit in 255 bytes.
const MAX_REVISION_LETTERS = 80;

/** Whether a text has the form of a hub repository's name, `owner/name`. */
export function isRepositoryName(text: string): boolean {
  return REPOSITORY.test(text);
}

/**
 * Makes files of a hub's repository present on this machine, as plain files, and says where.
 *
 * A commit that is complete here is answered without any request, and so is everything when
 * `settings.offline`. A branch or tag is looked up first; when the hub cannot be reached or does not
 * work, what it meant last is used. An interrupted download continues, in this process or the next.
 *
 * @throws {RangeError} when the repository or revision is not a possible name.
 * @throws {HubError} when the hub refuses, cannot be reached, breaks off or sends something else.
 * @throws {CheckpointError} `checkpoint-unsafe` when a wanted file has a name that must not be written.
 * @throws {FileError} when the files cannot be written.
 */
export async function fetchSnapshot(options: FetchOptions): Promise<Snapshot> {
  const { repository, revision = 'main', select, settings, signal } = options;
  checkNames(repository, revision);
  const store = storeFor(settings, repository, options.folder);
  const pinned = COMMIT.test(revision) ? await findSnapshot(store, revision, select) : undefined;
  if (pinned) return pinned;

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

async function lastKnown(store: Store, options: FetchOptions): Promise<Snapshot | undefined> {
  const { repository, revision = 'main', select, settings } = options;
  const commit = COMMIT.test(revision) ? revision : await readReference(store, revision);
  const ours = commit === undefined ? undefined : await findSnapshot(store, commit, select);
  return ours ?? (await findInPythonCache(settings, repository, revision, select));
}

function isOutage(error: unknown): boolean {
  return error instanceof HubError && OUTAGES.has(error.code);
}

function offline(repository: string, revision: string): HubError {
  return new HubError(
    'hub-offline',
    `${repository} at revision ${revision} is not complete on this machine and HF_HUB_OFFLINE is set. Fetch it once with the network on, or name a folder with the model's files.`,
  );
}

function checkNames(repository: string, revision: string): void {
  if (!REPOSITORY.test(repository) || /--|\.\./.test(repository))
    throw new RangeError(
      `${JSON.stringify(repository)} is not the name of a repository: expected owner/name, e.g. speechbrain/emotion-recognition-wav2vec2-IEMOCAP.`,
    );
  if (revision === '' || revision.length > MAX_REVISION_LETTERS || IMPOSSIBLE_IN_GIT.test(revision))
    throw new RangeError(
      `${JSON.stringify(revision)} is not a revision: expected a branch, a tag or a commit.`,
    );
}
