import { createHmac } from 'node:crypto';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Redis } from 'ioredis';
import { ServerError } from '../problem/index.js';
import type { ServerSettings } from '../settings/index.js';
import { clientOf } from './client-address.js';
import { checkTarget } from './request-target.js';
import { isForFile } from './route-access.js';
import { isSigned } from './signed-request.js';

/**
 * The page may load from this server only. Inline styles are allowed because the component library
 * inserts them, blobs because recordings are played from them, and WebAssembly because the page can
 * compute by itself.
 */
const DIRECTIVES = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:', 'blob:'],
  fontSrc: ["'self'", 'data:'],
  connectSrc: ["'self'", 'blob:', 'data:'],
  mediaSrc: ["'self'", 'blob:', 'data:'],
  workerSrc: ["'self'"],
  manifestSrc: ["'self'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
};

/**
 * Sends the security headers, refuses targets that can be read in two ways, and limits the requests
 * of each client. Every request counts but those for files of the page and those with a valid signature;
 * those that are refused later and those that match no route count, too.
 */
export async function registerSecurity(
  app: FastifyInstance,
  settings: ServerSettings,
  redis?: Redis,
): Promise<void> {
  const { rateLimit: most, tokenRateLimit } = settings;
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: DIRECTIVES },
    // With Cross-Origin-Opener-Policy, which is on by default, it isolates the page from other
    // origins, without which WebAssembly has no threads.
    crossOriginEmbedderPolicy: true,
    // Plain http on the loopback is the normal case; a proxy with https adds this header itself.
    strictTransportSecurity: false,
    referrerPolicy: { policy: 'no-referrer' },
  });
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('permissions-policy', 'camera=(), geolocation=(), microphone=(self)');
    checkTarget(request.raw.url ?? '');
    // Results say something about people; routes whose responses may be kept set their own header.
    if (!isForFile(request)) reply.header('cache-control', 'no-store');
    done();
  });
  if (most === 0 && tokenRateLimit === 0) return;
  await app.register(rateLimit, { global: false, ...sharedCounts(settings, redis) });
  if (most === 0) return;
  const keyGenerator = (request: FastifyRequest) => countedName(clientOf(request), settings);
  const count = app.createRateLimit({ max: most, timeWindow: 60_000, keyGenerator });
  app.addHook('onRequest', async (request) => {
    // A worker that has the secret fetches as many recordings as it computes.
    if (isForFile(request) || isSigned(request, settings)) return;
    const limit = await count(request);
    if (!limit.isAllowed && limit.isExceeded) throw tooMany(most, limit.ttlInSeconds);
  });
}

/** With a limit for tokens, the servers of a queue count in its Redis; without it, each by itself. */
function sharedCounts({ tokenRateLimit }: ServerSettings, redis: Redis | undefined) {
  if (tokenRateLimit === 0 || !redis) return {};
  // If Redis is away, requests are not refused for that.
  return { redis, nameSpace: 'wav2emo:requests:', skipOnError: true };
}

/** Redis learns no address: only those who know the token could try which one it was. */
function countedName(client: string, { token, tokenRateLimit }: ServerSettings): string {
  if (tokenRateLimit === 0) return client;
  return createHmac('sha256', token ?? '')
    .update(client)
    .digest('hex');
}

function tooMany(most: number, seconds: number): ServerError {
  return new ServerError(
    'rate-limited',
    `This address sent more than ${most} requests within a minute. Wait before the next one.`,
    { retryAfterSeconds: Math.max(1, seconds) },
  );
}
