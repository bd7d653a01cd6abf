import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isLoopback } from '../read-settings.js';
import { ServerError } from '../problem/index.js';
import type { ServerSettings } from '../server-settings.js';

/** Name of the cookie in which a browser keeps the token. */
const COOKIE = 'wav2emo_token';

/** Health checks of other machines need no token; their responses contain nothing private. */
const OPEN_PATHS: ReadonlySet<string> = new Set(['/api/v1/health', '/api/v1/ready']);

/**
 * Rejects requests with a wrong Host (DNS rebinding: a web page lets its own name point to this
 * machine), with a foreign Origin (scripts of other web pages), and without the token if one is
 * set.
 */
export function registerAccessControl(app: FastifyInstance, settings: ServerSettings): void {
  app.addHook('onRequest', async (request, reply) => {
    checkHost(request, settings);
    checkOrigin(request);
    if (settings.token !== undefined) await checkToken(request, reply, settings.token);
  });
}

function checkHost(request: FastifyRequest, { host, allowedHosts }: ServerSettings): void {
  const name = request.hostname.replace(/^\[(.*)\]$/, '$1');
  // On other addresses than the loopback, --token or --allow-anonymous replaces this check.
  if (!isLoopback(host) && allowedHosts.length === 0) return;
  if (isLoopback(name) || allowedHosts.includes(name)) return;
  throw new ServerError(
    'host-refused',
    'This server accepts no requests under that host name. Use 127.0.0.1 or localhost, or add the name to --allowed-hosts.',
  );
}

function checkOrigin(request: FastifyRequest): void {
  const { origin, upgrade } = request.headers;
  // Browsers let every page open a WebSocket to any server, with its cookies, by a GET.
  const isRead = ['GET', 'HEAD'].includes(request.method) && upgrade === undefined;
  if (origin === undefined || isRead) return;
  if (URL.canParse(origin) && new URL(origin).host === request.host) return;
  throw new ServerError(
    'origin-refused',
    'The request comes from a web page of another server. Use the page of this server.',
  );
}

async function checkToken(request: FastifyRequest, reply: FastifyReply, token: string) {
  const { pathname, searchParams } = new URL(request.url, 'http://server');
  if (OPEN_PATHS.has(pathname)) return;
  const inQuery = searchParams.get('token');
  if (pathname === '/' && inQuery !== null && isSame(inQuery, token)) {
    // A cookie replaces the token in the address, so that the address bar does not show it.
    const secure = request.protocol === 'https' ? '; Secure' : '';
    const cookie = `${COOKIE}=${encodeURIComponent(token)}; HttpOnly; SameSite=Strict; Path=/`;
    await reply.header('set-cookie', cookie + secure).redirect('/', 303);
    return;
  }
  if (tokensOf(request).some((each) => isSame(each, token))) return;
  reply.header('www-authenticate', 'Bearer');
  throw new ServerError(
    'unauthorized',
    'This server requires its token. Send "Authorization: Bearer TOKEN", or open the page with /?token=TOKEN.',
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

/** Compares in constant time; the digests have equal lengths, which `timingSafeEqual` requires. */
function isSame(given: string, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(token));
}
