import { z } from 'zod';
import { Wav2EmoError } from '../errors.js';
import type { HubContext } from './hub-context.js';
import { unexpectedAnswer } from './hub-errors.js';
import { request, retry } from './request.js';

/** A file as the hub lists it. */
export type RemoteFile = {
  readonly path: string;
  readonly bytes: number;
  /** 64 hex digits: SHA-256 of the content; 40: SHA-1 of it as a git blob. */
  readonly checksum: string;
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

// Real models stay far below these limits, which bound the memory that a broken or hostile server can use.
const MAX_FILES = 20_000;
const MAX_REQUESTS = 100;
const MAX_RESPONSE_BYTES = 32 * 2 ** 20;
const MAX_LICENCE_LETTERS = 100;

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
    return { revision: info.sha, licence: licenceOf(info), files: await filesOf(hub, entries) };
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
    if (entry.type === 'file') files.push(fileShape.parse(entry));
    if (files.length > MAX_FILES)
      throw unexpectedAnswer(hub, `it lists more than ${MAX_FILES} files`);
  }
  return files;
}

/**
 * A `fetch` for the hub library. It retries, throws this project's errors, limits the size of responses
 * and sends the token: the library accepts only tokens that begin with `hf_`, and would send them to
 * any host that a listing names as its next page.
 */
function hubFetch(hub: HubContext): typeof fetch {
  let requests = 0;
  return async (input) => {
    if (++requests > MAX_REQUESTS)
      throw unexpectedAnswer(hub, `its listing has more than ${MAX_REQUESTS} pages`);
    const url = input instanceof Request ? input.url : String(input);
    return await retry(
      () =>
        request(hub, url, { accept: 'application/json' }, async ({ headers, chunks }) => {
          const parts: Uint8Array[] = [];
          let bytes = 0;
          for await (const chunk of chunks) {
            bytes += chunk.length;
            if (bytes > MAX_RESPONSE_BYTES)
              throw unexpectedAnswer(hub, `it is longer than ${MAX_RESPONSE_BYTES} bytes`);
            parts.push(chunk);
          }
          return new Response(Buffer.concat(parts), { headers });
        }),
      hub.signal,
    );
  };
}

function licenceOf({ cardData, tags }: z.infer<typeof infoShape>): string | undefined {
  const named = [cardData?.license ?? []].flat().join(', ');
  const tagged = tags.find((tag) => tag.startsWith('license:'))?.slice('license:'.length);
  const licence = named === 'other' ? (cardData?.license_name ?? named) : named || tagged;
  // The author of the repository wrote this text, and it is printed on a terminal.
  const shown = licence?.replace(/\p{C}/gu, '').slice(0, MAX_LICENCE_LETTERS);
  return shown === '' ? undefined : shown;
}
