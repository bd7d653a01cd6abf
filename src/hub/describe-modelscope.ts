import { createHash } from 'node:crypto';
import { z } from 'zod';
import { HubError, Wav2EmoError } from '../errors.js';
import type { HubContext } from './hub-context.js';
import { unexpectedAnswer } from './hub-errors.js';
import { hubFetch } from './hub-fetch.js';
import { nameOnHub } from './hub-kinds.js';
import {
  COMMIT,
  MAX_FILES,
  type RemoteFile,
  type RemoteRepository,
  shownLicence,
} from './remote-repository.js';

/** Every answer is in this envelope. */
const envelope = <T>(data: z.ZodType<T>) =>
  z.object({
    Success: z.boolean().default(true),
    Message: z.string().nullish().catch(undefined),
    Data: data.nullish(),
  });

const infoShape = envelope(z.object({ License: z.string().nullish().catch(undefined) }));

const filesShape = envelope(
  z.object({
    Files: z.array(
      z.object({
        Path: z.string(),
        Type: z.string(),
        Size: z.number().int().nonnegative().default(0),
        Sha256: z.string().nullish(),
      }),
    ),
    LatestCommitter: z.object({ Id: z.string().nullish() }).nullish().catch(undefined),
  }),
);

/**
 * Asks ModelScope for the commit of a revision, its licence and its files. If it does not state the commit of
 * a branch or tag, the revision is a checksum of the paths and contents of all files.
 *
 * @throws {HubError} by the status of the response; `hub-server-error` if it is not ModelScope's response.
 * @see https://github.com/modelscope/modelscope
 */
export async function describeOnModelScope(hub: HubContext): Promise<RemoteRepository> {
  const get = hubFetch(hub);
  const address = `${hub.settings.endpoint}/api/v1/models/${nameOnHub(hub.repository)}`;
  const query = new URLSearchParams({ Revision: hub.revision, Recursive: 'True' });
  try {
    const { License } = open(hub, infoShape, await (await get(address)).json());
    const listing: unknown = await (await get(`${address}/repo/files?${query.toString()}`)).json();
    const { Files: entries, LatestCommitter } = open(hub, filesShape, listing);
    if (entries.length > MAX_FILES)
      throw unexpectedAnswer(hub, `it lists more than ${MAX_FILES} files`);
    const blobs = entries.filter(({ Type }) => Type !== 'tree');
    const contents = blobs.map(({ Path, Size, Sha256 }) => `${Path} ${Size} ${Sha256 ?? ''}`);
    const revision = commitOf(hub, LatestCommitter?.Id) ?? identify(contents);
    const asked = revision === LatestCommitter?.Id ? revision : hub.revision;
    return {
      revision,
      licence: shownLicence(License ?? undefined),
      files: blobs.map(({ Path, Size, Sha256 }): RemoteFile => ({
        path: Path,
        bytes: Size,
        checksum: (Sha256 ?? '').toLowerCase(),
        address: `${address}/repo?${new URLSearchParams({ Revision: asked, FilePath: Path }).toString()}`,
      })),
    };
  } catch (error) {
    hub.signal?.throwIfAborted();
    if (error instanceof Wav2EmoError) throw error;
    throw unexpectedAnswer(hub, 'it does not describe a model', error);
  }
}

/** The content of an answer. */
function open<T>(
  hub: HubContext,
  shape: z.ZodType<{
    Success: boolean;
    Message?: string | null | undefined;
    Data?: T | null | undefined;
  }>,
  json: unknown,
): T {
  const { Success, Message, Data } = shape.parse(json);
  if (Success && Data !== null && Data !== undefined) return Data;
  const reason = (Message ?? 'no reason').replace(/\p{C}/gu, '').slice(0, 200);
  throw new HubError(
    'hub-not-found',
    `The hub at ${hub.settings.endpoint} refused ${hub.repository} at revision ${hub.revision}: ${reason}. Check the name and the revision.`,
  );
}

function commitOf(hub: HubContext, stated: string | null | undefined): string | undefined {
  const isCommit = COMMIT.test(hub.revision);
  if (stated !== null && stated !== undefined && COMMIT.test(stated)) {
    if (isCommit && stated !== hub.revision)
      throw unexpectedAnswer(hub, `it describes commit ${stated}, expected ${hub.revision}`);
    return stated;
  }
  return isCommit ? hub.revision : undefined;
}

function identify(contents: readonly string[]): string {
  return createHash('sha1')
    .update([...contents].sort().join('\n'))
    .digest('hex');
}
