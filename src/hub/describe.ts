import { z } from 'zod';
import { Wav2EmoError } from '../errors.js';
import type { HubContext } from './hub-context.js';
import { unexpectedAnswer } from './hub-errors.js';
import { describeOnModelScope } from './describe-modelscope.js';
import { hubFetch } from './hub-fetch.js';
import { hubKindOf } from './hub-kinds.js';
import {
  COMMIT,
  MAX_FILES,
  type RemoteFile,
  type RemoteRepository,
  shownLicence,
} from './remote-repository.js';

const infoShape = z.object({
  sha: z.string().regex(COMMIT),
  cardData: z
    .object({ license: z.union([z.string(), z.array(z.string())]), license_name: z.string() })
    .partial()
    .nullish()
    .catch(undefined),
  tags: z.array(z.string()).catch([]),
});

const fileShape = z
  .object({
    path: z.string(),
    size: z.number().int().nonnegative(),
    oid: z.string().regex(COMMIT),
    lfs: z.object({
      oid: z.string().regex(/^[0-9a-f]{64}$/),
      size: z.number().int().nonnegative(),
    }),
  })
  .partial({ lfs: true })
  .transform(({ path, size, oid, lfs }) => ({
    path,
    bytes: lfs?.size ?? size,
    checksum: lfs?.oid ?? oid,
  }));

/**
 * Asks the hub for the commit of a revision, its licence and its files.
 *
 * @throws {HubError} by the status of the response; `hub-server-error` if it is not a hub's response.
 */
export async function describeRepository(hub: HubContext): Promise<RemoteRepository> {
  return hubKindOf(hub.repository) === 'modelscope'
    ? describeOnModelScope(hub)
    : describeOnHuggingFace(hub);
}

async function describeOnHuggingFace(hub: HubContext): Promise<RemoteRepository> {
  // Loaded on demand, because most commands do not ask the hub.
  const { listFiles, modelInfo } = await import('@huggingface/hub');
  const access = { hubUrl: hub.settings.endpoint, fetch: hubFetch(hub) };
  try {
    const info = infoShape.parse(
      await modelInfo({
        name: hub.repository,
        revision: hub.revision,
        additionalFields: ['sha', 'cardData', 'tags'],
        ...access,
      }),
    );
    if (COMMIT.test(hub.revision) && info.sha !== hub.revision)
      throw unexpectedAnswer(hub, `it describes commit ${info.sha}, expected ${hub.revision}`);
    const repo = { type: 'model', name: hub.repository } as const;
    const entries = listFiles({ repo, recursive: true, revision: info.sha, ...access });
    return {
      revision: info.sha,
      licence: licenceOf(info),
      files: await filesOf({ ...hub, revision: info.sha }, entries),
    };
  } catch (error) {
    hub.signal?.throwIfAborted();
    if (error instanceof Wav2EmoError) throw error;
    throw unexpectedAnswer(hub, 'it does not describe a model', error);
  }
}

async function filesOf(
  hub: HubContext,
  entries: AsyncIterable<{ type: string }>,
): Promise<RemoteFile[]> {
  const files: RemoteFile[] = [];
  for await (const entry of entries) {
    if (entry.type === 'file') {
      const file = fileShape.parse(entry);
      files.push({ ...file, address: addressOf(hub, file.path) });
    }
    if (files.length > MAX_FILES)
      throw unexpectedAnswer(hub, `it lists more than ${MAX_FILES} files`);
  }
  return files;
}

/** @param hub its revision is a commit */
function addressOf({ settings, repository, revision }: HubContext, path: string): string {
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  return `${settings.endpoint}/${repository}/resolve/${revision}/${encoded}`;
}

function licenceOf({ cardData, tags }: z.infer<typeof infoShape>): string | undefined {
  const named = [cardData?.license ?? []].flat().join(', ');
  const tagged = tags.find((tag) => tag.startsWith('license:'))?.slice('license:'.length);
  const licence = named === 'other' ? (cardData?.license_name ?? named) : named || tagged;
  // The author of the repository wrote this text, and it is printed on a terminal.
  return shownLicence(licence);
}
