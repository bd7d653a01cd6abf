import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ServerError } from '../problem/index.js';
import { isLoopback, type ServerSettings } from '../settings/index.js';
import { BrowserSessions } from './browser-sessions.js';
import { LOGIN_PAGE } from './login-page.js';
import { isForFile, type Role, roleFor } from './route-access.js';
import { clearedCookie, sessionCookie, sessionValue } from './session-cookie.js';
import { TokenAttempts } from './token-attempts.js';

/** What decides whether a request has a token. */
type TokenContext = {
  readonly settings: ServerSettings;
  readonly sessions: BrowserSessions;
  readonly attempts: TokenAttempts;
};

/**
 * Rejects requests with a wrong Host (DNS rebinding: a web page lets its own name point to this
 * machine), with a foreign Origin (scripts of other web pages), and without the token if one is
 * set. Adds the route that signs a browser out.
 */
export function registerAccessControl(app: FastifyInstance, settings: ServerSettings): void {
  const sessions = new BrowserSessions();
  const context = { settings, sessions, attempts: new TokenAttempts() };
  app.addHook('onRequest', async (request, reply) => {
    checkHost(request, settings);
    checkOrigin(request);
    if (settings.token !== undefined) await checkToken(request, reply, context);
  });
  app.post('/api/v1/logout', { schema: { hide: true } }, (request, reply) => {
    const value = sessionValue(request);
    if (value !== undefined) sessions.end(value);
    return reply.header('set-cookie', clearedCookie(request)).code(204).send();
  });
}

/** Behind a proxy, both the name that the client used and the one that the proxy uses are checked. */
function checkHost(request: FastifyRequest, { host, allowedHosts }: ServerSettings): void {
  // On other addresses than the loopback, --token or --allow-anonymous replaces this check.
  if (!isLoopback(host) && allowedHosts.length === 0) return;
  const real = (request.headers.host ?? '').replace(/:\d*$/, '');
  const names = [request.hostname, real].map((name) =>
    name.replace(/^\[(.*)\]$/, '$1').toLowerCase(),
  );
  const allowed = allowedHosts.map((name) => name.toLowerCase());
  if (names.every((name) => isLoopback(name) || allowed.includes(name))) return;
  throw new ServerError(
    'host-refused',
    'This server accepts no requests under that host name. Use 127.0.0.1 or localhost, or add the name to --allowed-hosts.',
  );
}

/** Requests without an Origin come from programs, from links, or from the page itself. */
function checkOrigin(request: FastifyRequest): void {
  const { origin, upgrade } = request.headers;
  // Browsers let every page open a WebSocket to any server, with its cookies, by a GET.
  if (origin === undefined || (isForFile(request) && upgrade === undefined)) return;
  if (URL.canParse(origin) && new URL(origin).host === request.host) return;
  throw new ServerError(
    'origin-refused',
    'The request comes from a web page of another server. Use the page of this server.',
  );
}

/** The roles of the requests that came with a token. */
const ROLES = new WeakMap<FastifyRequest, Role>();

/** What the client of a request may do: on a server without a token, everything. */
export function roleOf(request: FastifyRequest): Role {
  return ROLES.get(request) ?? 'operator';
}

async function checkToken(request: FastifyRequest, reply: FastifyReply, context: TokenContext) {
  const needed = roleFor(request);
  if (needed === undefined) return;
  const { sessions, settings } = context;
  const value = sessionValue(request);
  const signedIn = value === undefined ? undefined : sessions.roleOf(value);
  const role = signedIn ?? roleOfToken(request, context);
  if (role !== undefined) ROLES.set(request, role);
  if (role !== undefined && isInQuery(request)) {
    // A cookie replaces the token in the address, so that the address bar does not show it.
    await reply
      .header('set-cookie', sessionCookie(request, sessions.begin(role)))
      .redirect('/', 303);
    return;
  }
  if (role === 'operator' || role === needed) return;
  if (role !== undefined) throw notPermitted();
  reply.header('www-authenticate', 'Bearer');
  if (isPage(request) && wantsPage(request)) {
    await reply.code(401).type('text/html; charset=utf-8').send(LOGIN_PAGE);
    return;
  }
  throw unauthorized(settings);
}

/** The role that a request's token has; wrong tokens are counted. */
function roleOfToken(request: FastifyRequest, context: TokenContext): Role | undefined {
  const { settings, attempts } = context;
  const given = tokenOf(request);
  if (given === undefined) return undefined;
  return attempts.check(request, () => {
    if (settings.token !== undefined && isSame(given, settings.token)) return 'operator';
    if (settings.userToken !== undefined && isSame(given, settings.userToken)) return 'classifier';
    return undefined;
  });
}

function tokenOf(request: FastifyRequest): string | undefined {
  if (isInQuery(request)) return (request.query as { token: string }).token;
  return /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
}

/** Only the address of the page may contain a token. */
function isInQuery(request: FastifyRequest): boolean {
  return isPage(request) && typeof (request.query as { token?: unknown }).token === 'string';
}

function isPage({ routeOptions: { url = '' }, raw }: FastifyRequest): boolean {
  return ['/', '/*'].includes(url) && /^\/(\?|$)/.test(raw.url ?? '');
}

function wantsPage({ headers, method }: FastifyRequest): boolean {
  return method === 'GET' && /\btext\/html\b/.test(headers.accept ?? '');
}

function notPermitted(): ServerError {
  return new ServerError(
    'not-permitted',
    'The token of this request may classify recordings, but not load, unload or adapt models or read the metrics. Use the token of --token.',
  );
}

function unauthorized({ userToken }: ServerSettings): ServerError {
  const which = userToken === undefined ? 'its token' : 'one of its tokens';
  return new ServerError(
    'unauthorized',
    `This server requires ${which}. Send "Authorization: Bearer TOKEN", or open the page with /?token=TOKEN.`,
  );
}

/** Compares in constant time; the digests have equal lengths, which `timingSafeEqual` requires. */
function isSame(given: string, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(token));
}
