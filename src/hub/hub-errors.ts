import { errnoCode, HubError, type HubErrorCode } from '../errors.js';
import type { HubSettings } from './hub-settings.js';

/** One repository at one revision, as every request about it needs it. */
export type HubContext = {
  readonly settings: HubSettings;
  /** `owner/name` */
  readonly repository: string;
  /** A branch, tag or commit. */
  readonly revision: string;
  readonly signal: AbortSignal | undefined;
};

/** A failure that may pass by itself: `retry` tries again. */
export class PassingHubError extends HubError {
  override readonly name = 'HubError';
  /** What the server asked to wait; 0 if it asked nothing. */
  readonly waitSeconds: number;

  constructor(code: HubErrorCode, message: string, details: { cause?: unknown; wait?: number }) {
    super(code, message, 'cause' in details ? { cause: details.cause } : {});
    this.waitSeconds = details.wait ?? 0;
  }
}

// A server may ask for more; a person in front of a terminal would rather be told.
const LONGEST_WAIT_SECONDS = 30;
// The peer hung up; any other failure before an answer means that there is no way to the host.
const HUNG_UP = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'HPE_INVALID_EOF_STATE']);

/** The error for a connection that failed before (`answered` false) or in the middle of an answer. */
export function failure(hub: HubContext, error: unknown, answered: boolean): HubError {
  hub.signal?.throwIfAborted();
  const { endpoint } = hub.settings;
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const reason = cause instanceof Error ? cause.message || errnoCode(cause) : String(cause);
  const stalled = error instanceof Error && error.message.startsWith('nothing arrived');
  return answered || stalled || HUNG_UP.has(errnoCode(cause))
    ? interrupted(hub, reason, error)
    : new PassingHubError(
        'hub-unreachable',
        `Could not reach the hub at ${endpoint} (${reason}). Check the network and HF_ENDPOINT, or name a folder with the model's files.`,
        { cause: error },
      );
}

/** The error for an answer that broke off; `retry` tries again. */
export function interrupted(hub: HubContext, reason: string, cause?: unknown): HubError {
  const words = `The connection to ${hub.settings.endpoint} broke off (${reason}). Check the network and run again.`;
  return new PassingHubError('hub-interrupted', words, { cause });
}

/** The error for an answer with a status that is no success; 429 and 5xx may pass. */
export function refusal(hub: HubContext, response: Response): HubError {
  const { settings, repository, revision } = hub;
  const { status } = response;
  const page = `${settings.endpoint}/${repository}`;
  if (status === 401 || status === 403)
    return new HubError(
      'hub-unauthorized',
      `The hub refused ${repository} (status ${status}${settings.token === undefined ? ', no token was sent' : ', in spite of a token'}): it is private, has terms to accept, or does not exist. Check the name, set HF_TOKEN, and accept the model's terms at ${page}.`,
    );
  if (status === 404)
    return new HubError(
      'hub-not-found',
      `The hub has no ${repository} at revision ${revision}, or not all of its files (status 404). Check the name and the revision at ${page}; a private model needs HF_TOKEN.`,
    );
  const words = `The hub at ${settings.endpoint} could not serve ${repository} (status ${status}). Try again later, or check HF_ENDPOINT.`;
  if (status !== 429 && status < 500) return new HubError('hub-server-error', words);
  const asked = Number(response.headers.get('retry-after') ?? 0);
  const wait = asked > 0 ? Math.min(asked, LONGEST_WAIT_SECONDS) : 0;
  return new PassingHubError('hub-server-error', words, { wait });
}
