import type { FastifyInstance } from 'fastify';
import { ServerError } from '../problem/index.js';
import type { ServerSettings } from '../settings/index.js';
import { roleOf } from './access-control.js';
import { isForFile, roleFor } from './route-access.js';

/**
 * Limits the requests with one token, whatever addresses they come from. It must be registered after the
 * access control, which knows the token.
 */
export function limitTokens(
  app: FastifyInstance,
  { token, tokenRateLimit: most }: ServerSettings,
): void {
  if (token === undefined || most === 0) return;
  // Each role has one token.
  const count = app.createRateLimit({ max: most, timeWindow: 60_000, keyGenerator: roleOf });
  app.addHook('onRequest', async (request) => {
    if (isForFile(request) || roleFor(request) === undefined) return;
    const limit = await count(request);
    if (limit.isAllowed || !limit.isExceeded) return;
    throw new ServerError(
      'rate-limited',
      `More than ${most} requests with this token came within a minute. Wait before the next one.`,
      { retryAfterSeconds: Math.max(1, limit.ttlInSeconds) },
    );
  });
}
