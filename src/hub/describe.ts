import { z } from 'zod';
import { HubError, Wav2EmoError } from '../errors.js';
import type { HubContext } from './hub-errors.js';
import { exchange, retry } from './request.js';

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

/** Matches a commit, as against a branch or tag. */
export const COMMIT = /^[0-9a-f]{40}$/;

// Far above any model's; they bound what a broken or hostile server can make us hold.
const MAX_FILES = 20_000;
const MAX_REQUESTS = 100;
const MAX_ANSWER_BYTES = 32 * 2 ** 20;
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
 * Asks the hub which commit a revision is, under which licence, and of which files.
 *
 * @throws {HubError} as the status says; `hub-server-error` when the answers are not a hub's.
 */
export async function describeRepository(hub: HubContext): Promise<RemoteRepository> {
  // Loaded when it is needed: most starts of the program ask no hub.
  const { listFiles, modelInfo } = await import('@huggingface/hub');
  const door = { hubUrl: hub.settings.endpoint, fetch: hubFetch(hub) };
  try {
    const info = infoShape.parse(
      await modelInfo({
        name: hub.repository,
        revision: hub.revision,
        additionalFields: ['sha', 'cardData', 'tags'],
        ...door,
      }),
    );
    if (COMMIT.test(hub.revision) && info.sha !== hub.revision)
      throw strange(hub, `it answered commit ${info.sha} when asked for ${hub.revision}`);
    const repo = { type: 'model', name: hub.repository } as const;
    const entries = listFiles({ repo, recursive: true, revision: info.sha, ...door });
    return { revision: info.sha, licence: licenceOf(info), files: await filesOf(hub, entries) };
  } catch (error) {
    hub.signal?.throwIfAborted();
    if (error instanceof Wav2EmoError) throw error;
    throw strange(hub, 'its answer is not a description of a model', error);
  }
}

async function filesOf(
  hub: HubContext,
  entries: AsyncIterable<{ type: string }>,
): Promise<RemoteFile[]> {
  const files: RemoteFile[] = [];
  for await (const entry of entries) {
    if (entry.type === 'file') files.push(fileShape.parse(entry));
    if (files.length > MAX_FILES) throw strange(hub, `it lists more than ${MAX_FILES} files`);
  }
  return files;
}

/**
 * A `fetch` for the hub library: it retries, gives our errors, bounds the answers, and is the one to
 * send the token, because the library would take only tokens that begin with `hf_` and would send
 * them to whatever host a listing names as its next page.
 */
function hubFetch(hub: HubContext): typeof fetch {
  let requests = 0;
  return async (input) => {
    if (++requests > MAX_REQUESTS) throw strange(hub, 'its listing does not end');
    const url = input instanceof Request ? input.url : String(input);
    return await retry(
      () =>
        exchange(hub, url, { accept: 'application/json' }, async ({ headers, chunks }) => {
          const parts: Uint8Array[] = [];
          let bytes = 0;
          for await (const chunk of chunks) {
            bytes += chunk.length;
            if (bytes > MAX_ANSWER_BYTES) throw strange(hub, 'its answer does not end');
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
  // It will be shown on a terminal, and strangers write it.
  const shown = licence?.replace(/\p{C}/gu, '').slice(0, MAX_LICENCE_LETTERS);
  return shown === '' ? undefined : shown;
}

function strange(hub: HubContext, found: string, cause?: unknown): HubError {
  return new HubError(
    'hub-server-error',
    `The hub at ${hub.settings.endpoint} could not be understood about ${hub.repository}: ${found}. Check HF_ENDPOINT, and that no proxy or login page answers in its place.`,
    cause === undefined ? {} : { cause },
  );
}
