import { setTimeout as sleep } from 'node:timers/promises';
import { HubError } from '../errors.js';
import { failure, PassingHubError, refusal, type HubContext } from './hub-errors.js';
import { TIMEOUT_SECONDS, type HubSettings } from './hub-settings.js';

/** A successful answer while its body arrives. */
export type HubAnswer = {
  readonly status: number;
  readonly headers: Headers;
  readonly chunks: AsyncIterable<Uint8Array>;
};

const RETRIES = 3;
const FIRST_WAIT_SECONDS = 0.5;

/**
 * Does `work` until it succeeds: a failure that may pass is tried again up to 3 times in a row, after
 * 0.5, 1 and 2 seconds or what the server asked for. `progressed` tells whether the failed try got
 * any further, which starts the count anew; with it, a lost network is waited for as well.
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
      if (!(error instanceof PassingHubError)) throw error;
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
 * Asks `url` and hands the answer to `use`; the connection is closed when `use` has ended. The token
 * goes to the endpoint's own origin; following a redirect elsewhere, `fetch` drops it
 * (https://fetch.spec.whatwg.org/#http-redirect-fetch, step 13).
 *
 * @throws {HubError} in the words of {@link HubContext}; never with the token in it.
 */
export async function exchange<T>(
  hub: HubContext,
  url: string,
  headers: Readonly<Record<string, string>>,
  use: (answer: HubAnswer) => Promise<T>,
): Promise<T> {
  const seconds = hub.settings.timeoutSeconds ?? TIMEOUT_SECONDS;
  const silence = new AbortController();
  const timer = setTimeout(() => {
    silence.abort(new Error(`nothing arrived for ${seconds} seconds`));
  }, 1000 * seconds);
  const signal = AbortSignal.any([silence.signal, ...(hub.signal ? [hub.signal] : [])]);
  try {
    const response = await fetch(url, {
      headers: { ...headers, ...authorization(hub.settings, url) },
      signal,
    }).catch((error: unknown) => {
      throw failure(hub, error, false);
    });
    if (!response.ok) throw refusal(hub, response);
    const chunks = arriving(hub, response, () => timer.refresh());
    return await use({ status: response.status, headers: response.headers, chunks });
  } finally {
    clearTimeout(timer);
    silence.abort();
  }
}

async function* arriving(
  hub: HubContext,
  response: Response,
  heard: () => void,
): AsyncGenerator<Uint8Array> {
  const reader: ReadableStreamDefaultReader<Uint8Array> | undefined = response.body?.getReader();
  while (reader) {
    const { done, value } = await reader.read().catch((error: unknown) => {
      throw failure(hub, error, true);
    });
    heard();
    if (done) return;
    yield value;
  }
}

function authorization({ token, endpoint }: HubSettings, url: string): Record<string, string> {
  if (token === undefined || new URL(url).origin !== new URL(endpoint).origin) return {};
  // `fetch` would refuse such a token with a message that shows it.
  if (!/^[\x21-\x7e]+$/.test(token))
    throw new HubError(
      'hub-unauthorized',
      'The token holds a blank or a character that no token has. Set HF_TOKEN again.',
    );
  return { authorization: `Bearer ${token}` };
}
