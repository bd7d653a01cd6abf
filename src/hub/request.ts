import { setTimeout as sleep } from 'node:timers/promises';
import { HubError } from '../errors.js';
import type { HubContext } from './hub-context.js';
import { connectionError, errorForStatus, TransientHubError, variablesOf } from './hub-errors.js';
import { hubKindOf } from './hub-kinds.js';
import { LEAST_BYTES_PER_SECOND, TIMEOUT_SECONDS } from './hub-settings.js';

/** A successful response whose body is still arriving. */
export type HubResponse = {
  readonly status: number;
  readonly headers: Headers;
  readonly chunks: AsyncIterable<Uint8Array>;
};

const RETRIES = 3;
const FIRST_WAIT_SECONDS = 0.5;

/**
 * Calls `work` until it succeeds. After a transient failure it is called again, up to 3 times in a row,
 * after 0.5, 1 and 2 seconds or the time that the server asked for.
 *
 * @param progressed whether the failed call got any further than the one before, which resets the
 *   count. If it is given, an unreachable hub counts as transient as well.
 */
export async function retry<T>(
  work: () => Promise<T>,
  signal: AbortSignal | undefined,
  progressed?: () => boolean,
): Promise<T> {
  for (let failures = 0; ;) {
    try {
      return await work();
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof TransientHubError)) throw error;
      if (error.code === 'hub-unreachable' && progressed === undefined) throw error;
      failures = progressed?.() === true ? 1 : failures + 1;
      if (failures > RETRIES) throw error;
      const wait = Math.max(error.waitSeconds, FIRST_WAIT_SECONDS * 2 ** (failures - 1));
      await sleep(1000 * wait, undefined, signal ? { signal } : {}).catch(() => undefined);
      signal?.throwIfAborted();
    }
  }
}

/**
 * Requests `url` and passes the response to `use`; the connection is closed when `use` has ended. The
 * token is sent to the endpoint's own origin only: if a redirect leads elsewhere, `fetch` drops it
 * (https://fetch.spec.whatwg.org/#http-redirect-fetch, step 13).
 *
 * @throws {HubError} if there is no successful response; its message never contains the token.
 */
export async function request<T>(
  hub: HubContext,
  url: string,
  headers: Readonly<Record<string, string>>,
  use: (response: HubResponse) => Promise<T>,
): Promise<T> {
  const seconds = hub.settings.timeoutSeconds ?? TIMEOUT_SECONDS;
  const silence = new AbortController();
  const least = LEAST_BYTES_PER_SECOND * seconds;
  let recent = 0;
  const timer = setTimeout(() => {
    silence.abort(new Error(`only ${recent} bytes arrived within ${seconds} seconds`));
  }, 1000 * seconds);
  const onChunk = (bytes: number) => {
    recent += bytes;
    // Single bytes do not keep a connection open.
    if (recent < least) return;
    recent = 0;
    timer.refresh();
  };
  const signal = AbortSignal.any([silence.signal, ...(hub.signal ? [hub.signal] : [])]);
  try {
    const response = await fetch(url, {
      headers: { ...headers, ...authorization(hub, url) },
      signal,
    }).catch((error: unknown) => {
      throw connectionError(hub, error, false);
    });
    if (!response.ok) throw errorForStatus(hub, response);
    const chunks = readBody(hub, response, onChunk);
    return await use({ status: response.status, headers: response.headers, chunks });
  } finally {
    clearTimeout(timer);
    silence.abort();
  }
}

async function* readBody(
  hub: HubContext,
  response: Response,
  onChunk: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  const reader: ReadableStreamDefaultReader<Uint8Array> | undefined = response.body?.getReader();
  while (reader) {
    const { done, value } = await reader.read().catch((error: unknown) => {
      throw connectionError(hub, error, true);
    });
    if (done) return;
    onChunk(value.length);
    yield value;
  }
}

function authorization(hub: HubContext, url: string): Record<string, string> {
  const { token, endpoint } = hub.settings;
  if (token === undefined || new URL(url).origin !== new URL(endpoint).origin) return {};
  const isModelScope = hubKindOf(hub.repository) === 'modelscope';
  // `fetch` rejects such a token with a message that contains it; a cookie ends at a semicolon.
  if (!/^[\x21-\x7e]+$/.test(token) || (isModelScope && /[;,"\\]/.test(token)))
    throw new HubError(
      'hub-unauthorized',
      `The token contains a space or a character that tokens cannot have. Set ${variablesOf(hub).tokenVariable} again.`,
    );
  const bearer = { authorization: `Bearer ${token}` };
  // Some of ModelScope's doors read the header, others the cookie; its own tools send both.
  return isModelScope ? { ...bearer, cookie: `m_session_id=${token}` } : bearer;
}
