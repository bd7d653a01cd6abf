import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isLoopback } from '../read-settings.js';
import { ServerError } from '../server-error.js';
import type { ServerSettings } from '../server-settings.js';

/** Name of the cookie in which a browser keeps the token. */
const COOKIE = 'wav2emo_token';

/** Paths that machines ask to learn whether the server lives; they tell nothing. */
const OPEN_PATHS: ReadonlySet<string> = new Set(['/api/v1/health', '/api/v1/ready']);

/**
 * Keeps out who must not ask: other names for the loopback (a web page that rebinds its name to
 * this machine), other web pages' scripts, and whoever has no token where one is set.
 */
export function guardDoor(app: FastifyInstance, settings: ServerSettings): void {
  app.addHook('onRequest', async (request, reply) => {
    checkHost(request, settings);
    checkOrigin(request);
    if (settings.token !== undefined) await checkToken(request, reply, settings.token);
  });
}

function checkHost(request: FastifyRequest, { host, allowedHosts }: ServerSettings): void {
  const name = request.hostname.replace(/^\[(.*)\]$/, '$1');
  // Where other machines are let in, a token or the operator's word stands at the door instead.
  if (!isLoopback(host) && allowedHosts.length === 0) return;
  if (isLoopback(name) || allowedHosts.includes(name)) return;
  throw new ServerError(
    'host-refused',
    'This server does not answer under that name. Ask it as 127.0.0.1 or localhost, or name the host with --allowed-hosts.',
  );
}

function checkOrigin(request: FastifyRequest): void {
  const { origin } = request.headers;
  if (origin === undefined || request.method === 'GET' || request.method === 'HEAD') return;
  if (URL.canParse(origin) && new URL(origin).host === request.host) return;
  throw new ServerError(
    'origin-refused',
    'A web page of another address asked. Open the page of this server instead.',
  );
}

async function checkToken(request: FastifyRequest, reply: FastifyReply, token: string) {
  const { pathname, searchParams } = new URL(request.url, 'http://server');
  if (OPEN_PATHS.has(pathname)) return;
  const named = searchParams.get('token');
  if (pathname === '/' && named !== null && isSame(named, token)) {
    // The address with the secret is opened once; a cookie takes its place.
    const secure = request.protocol === 'https' ? '; Secure' : '';
    const cookie = `${COOKIE}=${encodeURIComponent(token)}; HttpOnly; SameSite=Strict; Path=/`;
    await reply.header('set-cookie', cookie + secure).redirect('/', 303);
    return;
  }
  if (tokensOf(request).some((each) => isSame(each, token))) return;
  reply.header('www-authenticate', 'Bearer');
  throw new ServerError(
    'unauthorized',
    'This server asks for its token. Send "Authorization: Bearer TOKEN", or open the page as /?token=TOKEN.',
  );
}

function tokensOf({ headers }: FastifyRequest): string[] {
  const [, bearer] = /^Bearer (.+)$/i.exec(headers.authorization ?? '') ?? [];
  const cookies = (headers.cookie ?? '').split(/; */);
  const found = cookies.find((each) => each.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1);
  return [bearer, found && decode(found)].filter((each) => each !== undefined);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

/** Compares in a time that tells nothing about where two secrets differ. */
function isSame(given: string, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(token));
}
