import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import { ServerError } from '../problem/index.js';
import type { ServerSettings } from '../server-settings.js';

/**
 * The page may load from this server only. Inline styles are allowed because the component library
 * inserts them; blobs are allowed because recordings are played from them and worklets start from
 * them.
 */
const DIRECTIVES = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:', 'blob:'],
  fontSrc: ["'self'", 'data:'],
  connectSrc: ["'self'", 'blob:', 'data:'],
  mediaSrc: ["'self'", 'blob:', 'data:'],
  workerSrc: ["'self'", 'blob:'],
  manifestSrc: ["'self'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
};

/** Sends the security headers and limits the requests of each address. */
export async function registerSecurity(app: FastifyInstance, { rateLimit: most }: ServerSettings) {
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: DIRECTIVES },
    // Plain http on the loopback is the normal case; a proxy with https adds this header itself.
    strictTransportSecurity: false,
    referrerPolicy: { policy: 'no-referrer' },
  });
  app.addHook('onRequest', (_request, reply, done) => {
    reply.header('permissions-policy', 'camera=(), geolocation=(), microphone=(self)');
    done();
  });
  if (most === 0) return;
  await app.register(rateLimit, {
    max: most,
    timeWindow: 60_000,
    // The page consists of dozens of small files; only these two prefixes cost something.
    allowList: ({ url }) => !/^\/(api|gradio_api)\//.test(url),
    errorResponseBuilder: (_request, { ttl }) =>
      new ServerError(
        'rate-limited',
        `This address sent more than ${most} requests within a minute. Wait before the next one.`,
        {
          retryAfterSeconds: Math.max(1, Math.ceil(ttl / 1000)),
        },
      ),
  });
}
