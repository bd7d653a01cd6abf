import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import { ServerError } from '../server-error.js';
import type { ServerSettings } from '../server-settings.js';

/**
 * What the page may load: from this server only. The component library writes its styles into the
 * page, hence inline styles; recordings are played and worklets started from blobs.
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

/** Sends the security headers and counts the requests of each address. */
export async function secure(app: FastifyInstance, { rateLimit: most }: ServerSettings) {
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: DIRECTIVES },
    // Plain http on the loopback is the normal case; a proxy that speaks https adds this itself.
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
    // A page is dozens of small files; what costs something is below these two.
    allowList: ({ url }) => !/^\/(api|gradio_api)\//.test(url),
    errorResponseBuilder: (_request, { ttl }) =>
      new ServerError('rate-limited', `More than ${most} requests came within a minute. Wait.`, {
        retryAfterSeconds: Math.max(1, Math.ceil(ttl / 1000)),
      }),
  });
}
