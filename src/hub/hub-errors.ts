import { errnoCode, HubError, type HubErrorCode } from '../errors.js';
import type { HubContext } from './hub-context.js';
import { hubKindOf, HUBS, nameOnHub } from './hub-kinds.js';

/** A failure that may go away by itself: `retry` tries again. */
export class TransientHubError extends HubError {
  override readonly name = 'HubError';
  /** How long the server asked us to wait; 0 if it did not. */
  readonly waitSeconds: number;

  constructor(code: HubErrorCode, message: string, details: { cause?: unknown; wait?: number }) {
    super(code, message, 'cause' in details ? { cause: details.cause } : {});
    this.waitSeconds = details.wait ?? 0;
  }
}

// A server may ask for a longer pause; a person at a terminal should see the error instead.
const MAX_WAIT_SECONDS = 30;
// The peer closed the connection. Any other failure before a response means that the host cannot be reached.
const CLOSED_BY_PEER = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'HPE_INVALID_EOF_STATE']);

/** The names of the environment variables that concern the hub of a repository. */
export function variablesOf({ repository }: HubContext) {
  const { endpointVariable, tokenVariable } = HUBS[hubKindOf(repository)];
  return { endpointVariable, tokenVariable };
}

/**
 * Makes the error for a connection that failed.
 *
 * @param hasResponse whether the response had already begun
 */
export function connectionError(hub: HubContext, error: unknown, hasResponse: boolean): HubError {
  hub.signal?.throwIfAborted();
  const { endpoint } = hub.settings;
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const reason = cause instanceof Error ? cause.message || errnoCode(cause) : String(cause);
  const stalled = error instanceof Error && /^only \d+ bytes arrived/.test(error.message);
  return hasResponse || stalled || CLOSED_BY_PEER.has(errnoCode(cause))
    ? interrupted(hub, reason, error)
    : new TransientHubError(
        'hub-unreachable',
        `Could not reach the hub at ${endpoint} (${reason}). Check the network and ${variablesOf(hub).endpointVariable}, or give a folder that contains the model's files.`,
        { cause: error },
      );
}

/** Makes the error for a response that ended too early. */
export function interrupted(hub: HubContext, reason: string, cause?: unknown): HubError {
  const message = `The connection to ${hub.settings.endpoint} was interrupted (${reason}). Check the network and run again.`;
  return new TransientHubError('hub-interrupted', message, { cause });
}

/** Makes the error for a response whose status is not a success; 429 and 5xx are transient. */
export function errorForStatus(hub: HubContext, response: Response): HubError {
  const { settings, repository, revision } = hub;
  const { status } = response;
  const { endpointVariable, tokenVariable } = variablesOf(hub);
  const page = `${settings.endpoint}${HUBS[hubKindOf(repository)].page}${nameOnHub(repository)}`;
  if (status === 401 || status === 403)
    return new HubError(
      'hub-unauthorized',
      `The hub refused access to ${repository} (status ${status}, ${settings.token === undefined ? 'no token was sent' : 'although a token was sent'}): it is private, has terms to accept, or does not exist. Check the name, set ${tokenVariable}, and accept the model's terms at ${page}.`,
    );
  if (status === 404)
    return new HubError(
      'hub-not-found',
      `The hub has no ${repository} at revision ${revision}, or some of its files are missing (status 404). Check the name and the revision at ${page}; a private model needs ${tokenVariable}.`,
    );
  const message = `The hub at ${settings.endpoint} could not serve ${repository} (status ${status}). Try again later, or check ${endpointVariable}.`;
  if (status !== 429 && status < 500) return new HubError('hub-server-error', message);
  const asked = Number(response.headers.get('retry-after') ?? 0);
  const wait = asked > 0 ? Math.min(asked, MAX_WAIT_SECONDS) : 0;
  return new TransientHubError('hub-server-error', message, { wait });
}

/** Makes the error for a response that no hub would send. */
export function unexpectedAnswer(hub: HubContext, found: string, cause?: unknown): HubError {
  return new HubError(
    'hub-server-error',
    `Unexpected response from the hub at ${hub.settings.endpoint} for ${hub.repository}: ${found}. Check ${variablesOf(hub).endpointVariable}, and that no proxy or login page responds in its place.`,
    cause === undefined ? {} : { cause },
  );
}
